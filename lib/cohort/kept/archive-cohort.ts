import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { inTransaction } from "@/lib/platform/db/client";
import { requireCohortRight } from "./cohort-right";
import { lockCohort, writeCohort } from "./kept-store";

/** Puts a kept question away: it leaves the lists, its frozen versions stay citable. @throws AppError `not-found`; `forbidden` to whoever does not own it */
export async function archiveCohort(actor: Actor, cohortId: string): Promise<void> {
  await inTransaction(async (tx) => {
    requireCohortRight(actor, await lockCohort(tx, cohortId), "owner");
    await writeCohort(tx, cohortId, { archivedAt: new Date() });
    await audit(tx, actor, { type: "cohort.archived", detail: { cohortId } });
  });
}
