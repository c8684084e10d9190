import { z } from "zod";
import { type Actor, isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { enqueue } from "@/lib/platform/queue";
import { findMatch, markApart } from "./match-store";
import { isBeingMerged, lockSubjects, mergeRows } from "./merge-store";
import { findSitesOfSubjects } from "./subject-sites-store";

export const decideMatchSchema = z.object({
  matchId: z.guid(),
  decision: z.enum(["same-person", "two-people"]),
});

/**
 * Says of two subjects that they are one person, who is merged, or two, which is remembered.
 * @throws AppError `forbidden` unless the actor may decide at every site of both; `conflict` when it was decided before
 * or one of them is being merged
 */
export async function decideMatch(actor: Actor, input: z.infer<typeof decideMatchSchema>): Promise<void> {
  const { matchId, decision } = input;
  await inTransaction(async (tx) => {
    const asked = await findMatch(tx, matchId);
    if (!asked) throw new AppError("not-found");
    const subjectIds: [string, string] = [asked.subjectAId, asked.subjectBId];
    await lockSubjects(tx, subjectIds);
    // Locked: a decision that was made meanwhile is seen, and no exam comes in between.
    const match = await findMatch(tx, matchId);
    for (const siteId of await findSitesOfSubjects(tx, subjectIds))
      requireCan(actor, "identity.decide", { siteId });
    if (match?.state !== "open")
      throw new AppError("conflict", "decided before", { reason: "match-decided" });
    const decidedById = isSystem(actor) ? null : actor.userId;
    await audit(tx, actor, { type: "identity.match-decided", detail: { matchId, decision, subjectIds } });
    if (decision === "two-people") {
      await markApart(tx, matchId, decidedById, now());
      return;
    }
    if (await isBeingMerged(tx, subjectIds))
      throw new AppError("conflict", "one of them is being merged", { reason: "merge-running" });
    const { mergeId, keptId, mergedId } = await mergeRows(tx, subjectIds, decidedById);
    await enqueue(tx, "subject.merge", { mergeId }, `subject.merge:${mergeId}`);
    await audit(tx, actor, {
      type: "subject.merge-started",
      detail: { mergeId, subjectId: keptId, mergedSubjectId: mergedId },
    });
  });
}
