import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { inTransaction, type Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { requireCohortRight } from "./cohort-right";
import type { ShareCohort } from "./kept-cohort";
import { lockCohort } from "./kept-store";
import { findPerson, findProjects, writeShare } from "./share-store";
import { shareableProjects } from "./shareable";

/**
 * Shares a question with a person of the network, or with everybody who holds a grant in a project. It opens the
 * question and no row: each reader's answer is her own.
 * @throws AppError `not-found`, also for a project of which the actor is not; `forbidden` to whoever does not own it;
 * `conflict` (details.reason "no-such-person", "already-yours")
 */
export async function shareCohort(
  actor: Actor,
  { cohortId, with: whom, mayEdit }: ShareCohort,
): Promise<{ shareId: string }> {
  return inTransaction(async (tx) => {
    requireCohortRight(actor, await lockCohort(tx, cohortId), "owner");
    const target =
      whom.kind === "person"
        ? { userId: await personOf(tx, actor, whom.email), projectId: null }
        : { userId: null, projectId: await projectOf(tx, actor, whom.projectId) };
    const shareId = await writeShare(tx, { cohortId, mayEdit, ...target });
    await audit(tx, actor, { type: "cohort.shared", detail: { cohortId, mayEdit, ...target } });
    return { shareId };
  });
}

async function personOf(tx: Tx, actor: Actor, email: string): Promise<string> {
  const userId = await findPerson(tx, email);
  if (userId === null) throw new AppError("conflict", undefined, { reason: "no-such-person" });
  if (userId === actor.userId) throw new AppError("conflict", undefined, { reason: "already-yours" });
  return userId;
}

async function projectOf(tx: Tx, actor: Actor, projectId: string): Promise<string> {
  const mine = shareableProjects(actor);
  const [project] = mine === null || mine.includes(projectId) ? await findProjects(tx, [projectId]) : [];
  if (!project) throw new AppError("not-found");
  return project.id;
}
