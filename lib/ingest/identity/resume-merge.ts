import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { enqueue } from "@/lib/platform/queue";
import { findMerge } from "./merge-store";
import { findSitesOfSubjects } from "./subject-sites-store";

/**
 * Asks for the objects of a merge or split whose job gave up to be rewritten after all.
 * @throws AppError `forbidden` unless the actor may decide at every site of the subject; `conflict` unless it failed
 */
export async function resumeMerge(actor: Actor, mergeId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const merge = await findMerge(tx, mergeId);
    if (!merge) throw new AppError("not-found");
    for (const siteId of await findSitesOfSubjects(tx, [merge.subject.id]))
      requireCan(actor, "identity.decide", { siteId });
    if (merge.state !== "failed") throw new AppError("conflict", "nothing has failed");
    await enqueue(tx, "subject.merge", { mergeId }, `subject.merge:${mergeId}`);
    await audit(tx, actor, { type: "subject.merge-resumed", detail: { mergeId } });
  });
}
