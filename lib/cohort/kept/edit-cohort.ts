import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { inTransaction } from "@/lib/platform/db/client";
import { requireCohortRight } from "./cohort-right";
import type { EditCohort } from "./kept-cohort";
import { lockCohort, writeCohort } from "./kept-store";

/**
 * Renames and describes a kept question.
 * @throws AppError `not-found`; `forbidden` where it may only be read
 */
export async function editCohort(actor: Actor, { cohortId, name, description }: EditCohort): Promise<void> {
  await inTransaction(async (tx) => {
    requireCohortRight(actor, await lockCohort(tx, cohortId), "edit");
    await writeCohort(tx, cohortId, { name, description });
    await audit(tx, actor, { type: "cohort.edited", detail: { cohortId } });
  });
}
