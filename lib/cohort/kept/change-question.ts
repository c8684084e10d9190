import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { requireKnownCodes } from "../known-codes-store";
import { parseCriteria } from "../parse-criteria";
import { requireCohortRight } from "./cohort-right";
import type { ChangeQuestion } from "./kept-cohort";
import { lockCohort, writeCohort } from "./kept-store";

/**
 * Puts another question in the place of a kept one; frozen versions and runs keep what they were asked.
 * @throws AppError `not-found`; `forbidden` where it may only be read; `invalid-input`; `conflict` (details.reason
 * "cohort-changed") when it was changed since the actor saw it
 */
export async function changeQuestion(
  actor: Actor,
  { cohortId, criteria, seenAt }: ChangeQuestion,
): Promise<void> {
  const question = parseCriteria(criteria);
  await inTransaction(async (tx) => {
    const { cohort } = requireCohortRight(actor, await lockCohort(tx, cohortId), "edit");
    if (seenAt !== null && new Date(seenAt).getTime() !== cohort.updatedAt.getTime()) {
      throw new AppError("conflict", undefined, { reason: "cohort-changed" });
    }
    await requireKnownCodes(question, tx);
    await writeCohort(tx, cohortId, { criteria: question });
    await audit(tx, actor, { type: "cohort.question-changed", detail: { cohortId } });
  });
}
