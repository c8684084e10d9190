import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { db } from "@/lib/platform/db/client";
import { cohortRight, projectIdsOf } from "./cohort-right";
import type { CohortLists, CohortSummary } from "./kept-cohort";
import { findCohorts } from "./kept-store";

const MOST_SHOWN = 500;

/** The actor's own questions, those put away apart, and those that are shared with her or with a project of hers. */
export async function listCohorts(actor: Actor): Promise<CohortLists> {
  const rows = await findCohorts(db(), actor.userId, projectIdsOf(actor), MOST_SHOWN);
  const summaries = rows.flatMap((row): CohortSummary[] => {
    const right = cohortRight(actor, row);
    const { id, name, description, criteria, updatedAt, archivedAt } = row;
    return right === null
      ? []
      : [
          {
            ...{ id, name, description, criteria, updatedAt, archivedAt, right },
            owner: row.owner.name,
            versions: row._count.versions,
          },
        ];
  });
  await audit(db(), actor, { type: "cohorts.listed", detail: { shown: summaries.length } });
  return {
    mine: summaries.filter(({ right, archivedAt }) => right === "owner" && archivedAt === null),
    shared: summaries.filter(({ right }) => right !== "owner"),
    archived: summaries.filter(({ right, archivedAt }) => right === "owner" && archivedAt !== null),
  };
}
