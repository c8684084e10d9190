import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { db } from "@/lib/platform/db/client";
import { requireCohortRight } from "./cohort-right";
import type { RunView } from "./kept-cohort";
import { findCohort } from "./kept-store";
import { findRuns } from "./run-store";

const MOST_SHOWN = 100;

/**
 * The actor's own askings of a kept question, latest first. What others were shown is by their rights, and stays theirs.
 * @throws AppError `not-found`
 */
export async function listCohortRuns(actor: Actor, cohortId: string): Promise<RunView[]> {
  const { cohort } = requireCohortRight(actor, await findCohort(db(), cohortId), "read");
  const runs = await findRuns(db(), cohortId, actor.userId, cohort.criteria, MOST_SHOWN);
  await audit(db(), actor, { type: "cohort.runs-listed", detail: { cohortId, shown: runs.length } });
  return runs;
}
