import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { inTransaction } from "@/lib/platform/db/client";
import { requireCohortRight } from "./cohort-right";
import { lockCohort, writeCohort } from "./kept-store";

/** Takes a question that was put away back into the lists. @throws AppError `not-found`; `forbidden` to whoever does not own it */
export async function restoreCohort(actor: Actor, cohortId: string): Promise<void> {
  await inTransaction(async (tx) => {
    requireCohortRight(actor, await lockCohort(tx, cohortId), "owner");
    await writeCohort(tx, cohortId, { archivedAt: null });
    await audit(tx, actor, { type: "cohort.restored", detail: { cohortId } });
  });
}
