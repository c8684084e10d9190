import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import type { ThreeCounts } from "@/lib/catalogue/search-result";
import { db, inTransaction } from "@/lib/platform/db/client";
import { askCohort } from "../ask-cohort";
import { readDataVersion } from "../data-version-store";
import { requireCohortRight } from "./cohort-right";
import { findCohort } from "./kept-store";
import { insertRun } from "./run-store";

/**
 * Asks a kept question for the actor, within her rights, and keeps what she was shown in its history.
 * @returns null when she may not even count
 * @throws AppError `not-found`
 */
export async function runCohort(actor: Actor, cohortId: string): Promise<ThreeCounts | null> {
  const { cohort } = requireCohortRight(actor, await findCohort(db(), cohortId), "read");
  // Read before the question is asked: what changes meanwhile is never taken for answered.
  const dataVersion = await readDataVersion();
  const answer = await askCohort(actor, cohort.criteria, { facets: false });
  if (answer.access === "nothing") return null;
  const { counts } = answer;
  await inTransaction(async (tx) => {
    await insertRun(tx, {
      cohortId,
      userId: actor.userId,
      criteria: cohort.criteria,
      dataVersion,
      counts,
    });
    await audit(tx, actor, { type: "cohort.run", detail: { cohortId } });
  });
  return counts;
}
