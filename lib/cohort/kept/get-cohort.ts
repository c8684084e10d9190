import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { db } from "@/lib/platform/db/client";
import { requireCohortRight } from "./cohort-right";
import type { KeptCohort } from "./kept-cohort";
import { findCohort } from "./kept-store";
import { findProjects, findShares } from "./share-store";
import { shareableProjects } from "./shareable";

/** A kept question with its frozen versions. It discloses no row and no count. @throws AppError `not-found` */
export async function getCohort(actor: Actor, cohortId: string): Promise<KeptCohort> {
  const { cohort, right } = requireCohortRight(actor, await findCohort(db(), cohortId), "read");
  const isOwner = right === "owner";
  const shares = isOwner ? await findShares(db(), cohortId) : [];
  const shareable = isOwner ? await findProjects(db(), shareableProjects(actor)) : [];
  await audit(db(), actor, { type: "cohort.viewed", detail: { cohortId } });
  const { id, name, description, criteria, createdAt, updatedAt, archivedAt, owner, versions } = cohort;
  return {
    ...{ id, name, description, criteria, createdAt, updatedAt, archivedAt, right, shares, shareable },
    owner: owner.name,
    versions: versions.map(({ frozenBy, ...version }) => ({ ...version, frozenBy: frozenBy.name })),
  };
}
