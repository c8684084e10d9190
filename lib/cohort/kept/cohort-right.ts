import { type Actor, isSystem } from "@/lib/access/actor";
import { AppError } from "@/lib/platform/errors";
import type { CohortRight } from "./kept-cohort";

/** What decides about a kept question: its owner and its shares. */
export interface SharedThing {
  ownerId: string;
  shares: readonly { userId: string | null; projectId: string | null; mayEdit: boolean }[];
}

const RIGHTS: readonly CohortRight[] = ["read", "edit", "owner"];

/**
 * What somebody may do with a kept question: all that is hers; what is shared with her, or with a project in which she
 * holds a grant. Roles open none, and a right to every row opens no question.
 */
export function cohortRight(actor: Actor, cohort: SharedThing): CohortRight | null {
  if (isSystem(actor)) return null;
  if (cohort.ownerId === actor.userId) return "owner";
  const shares = cohort.shares.filter(
    (share) =>
      share.userId === actor.userId ||
      (share.projectId !== null && projectIdsOf(actor).includes(share.projectId)),
  );
  if (shares.length === 0) return null;
  return shares.some(({ mayEdit }) => mayEdit) ? "edit" : "read";
}

/** The projects in which an actor holds a grant. */
export function projectIdsOf(actor: Actor): string[] {
  return actor.grants.flatMap(({ projectId }) => (projectId === null ? [] : [projectId]));
}

/**
 * The actor's right to a kept question, when it is enough.
 * @throws AppError `not-found` where it is not shared with her, as for one that does not exist; `forbidden` below `needed`
 */
export function requireCohortRight<T extends SharedThing>(
  actor: Actor,
  cohort: T | null,
  needed: CohortRight,
): { cohort: T; right: CohortRight } {
  const right = cohort && cohortRight(actor, cohort);
  if (cohort === null || right === null) throw new AppError("not-found");
  if (RIGHTS.indexOf(right) < RIGHTS.indexOf(needed)) throw new AppError("forbidden");
  return { cohort, right };
}
