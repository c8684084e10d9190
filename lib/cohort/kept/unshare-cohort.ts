import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { requireCohortRight } from "./cohort-right";
import type { UnshareCohort } from "./kept-cohort";
import { lockCohort } from "./kept-store";
import { findShare, removeShare } from "./share-store";

/**
 * Ends a share: of the owner's question with anybody, or of somebody else's with the actor herself.
 * @throws AppError `not-found`; `forbidden` where it is neither
 */
export async function unshareCohort(actor: Actor, { cohortId, shareId }: UnshareCohort): Promise<void> {
  await inTransaction(async (tx) => {
    const { right } = requireCohortRight(actor, await lockCohort(tx, cohortId), "read");
    const share = await findShare(tx, cohortId, shareId);
    if (right !== "owner" && share?.userId !== actor.userId) throw new AppError("forbidden");
    if (share === null) throw new AppError("not-found");
    await removeShare(tx, shareId);
    await audit(tx, actor, { type: "cohort.unshared", detail: { cohortId, ...share } });
  });
}
