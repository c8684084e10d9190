import { type Actor, isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { enqueue } from "@/lib/platform/queue";
import { findMerge, isBeingMerged, lockSubjects } from "./merge-store";
import { splitRows } from "./split-store";
import { findSitesOfSubjects } from "./subject-sites-store";

/**
 * Takes a wrong merge apart: the merged subject comes back with its own pseudonym, offset and identifiers, and with
 * what came by them since.
 * @throws AppError `forbidden` unless the actor may decide at every site of the subject; `conflict` unless it is done
 */
export async function splitMerge(actor: Actor, mergeId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const asked = await findMerge(tx, mergeId);
    if (!asked) throw new AppError("not-found");
    await lockSubjects(tx, [asked.subject.id]);
    const merge = await findMerge(tx, mergeId);
    if (merge?.subject.id !== asked.subject.id) throw new AppError("conflict");
    for (const siteId of await findSitesOfSubjects(tx, [merge.subject.id]))
      requireCan(actor, "identity.decide", { siteId });
    if (merge.state !== "done" || (await isBeingMerged(tx, [merge.subject.id])))
      throw new AppError("conflict", "its objects are being rewritten", { reason: "merge-running" });
    await splitRows(tx, merge, isSystem(actor) ? null : actor.userId, now());
    await enqueue(tx, "subject.merge", { mergeId }, `subject.merge:${mergeId}`);
    await audit(tx, actor, {
      type: "subject.split-started",
      detail: { mergeId, subjectId: merge.subject.id, mergedSubjectId: merge.moved.subject.id },
    });
  });
}
