import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireExamFilter } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { requireKnownCodes } from "../known-codes-store";
import { parseCriteria } from "../parse-criteria";
import type { SaveCohort } from "./kept-cohort";
import { insertCohort } from "./kept-store";

/**
 * Keeps a question under a name, as the actor's own.
 * @throws AppError `forbidden` without any grant, for there is nothing she could ask; `invalid-input`
 */
export async function saveCohort(
  actor: Actor,
  { name, description, criteria }: SaveCohort,
): Promise<{ cohortId: string }> {
  requireExamFilter(actor, "count");
  const question = parseCriteria(criteria);
  return inTransaction(async (tx) => {
    await requireKnownCodes(question, tx);
    const cohortId = await insertCohort(tx, {
      ownerId: actor.userId,
      name,
      description,
      criteria: question,
    });
    await audit(tx, actor, { type: "cohort.saved", detail: { cohortId } });
    return { cohortId };
  });
}
