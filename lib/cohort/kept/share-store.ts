import type { Db, Tx } from "@/lib/platform/db/client";
import type { ShareView } from "./kept-cohort";

/** With whom a question is shared, people first. */
export async function findShares(db: Db | Tx, cohortId: string): Promise<ShareView[]> {
  const rows = await db.cohortShare.findMany({
    where: { cohortId },
    orderBy: [{ sharedAt: "asc" }, { id: "asc" }],
    select: {
      id: true,
      mayEdit: true,
      user: { select: { name: true, email: true } },
      project: { select: { code: true, name: true } },
    },
  });
  return rows.flatMap(({ id, mayEdit, user, project }): ShareView[] => {
    if (user) return [{ id, mayEdit, with: { kind: "person", ...user } }];
    return project ? [{ id, mayEdit, with: { kind: "project", ...project } }] : [];
  });
}

/** Somebody with an open account; null when there is nobody of that address. */
export async function findPerson(tx: Tx, email: string): Promise<string | null> {
  const user = await tx.user.findFirst({ where: { email, disabledAt: null }, select: { id: true } });
  return user?.id ?? null;
}

/** Projects by name: those named, or all for null. */
export async function findProjects(db: Db | Tx, ids: readonly string[] | null) {
  return db.project.findMany({
    where: ids === null ? {} : { id: { in: [...ids] } },
    orderBy: { name: "asc" },
    select: { id: true, code: true, name: true },
  });
}

/**
 * Shares a question, or says of a share that there is whether it lets edit. The row of the cohort is held: the database
 * takes two shares with one person for two, since an empty project is equal to nothing.
 */
export async function writeShare(
  tx: Tx,
  share: { cohortId: string; userId: string | null; projectId: string | null; mayEdit: boolean },
): Promise<string> {
  const { mayEdit, ...whom } = share;
  const known = await tx.cohortShare.findFirst({ where: whom, select: { id: true } });
  if (known) {
    await tx.cohortShare.update({ where: { id: known.id }, data: { mayEdit }, select: { id: true } });
    return known.id;
  }
  return (await tx.cohortShare.create({ data: share, select: { id: true } })).id;
}

/** A share of a question; null when there is none. */
export async function findShare(tx: Tx, cohortId: string, id: string) {
  return tx.cohortShare.findFirst({ where: { id, cohortId }, select: { userId: true, projectId: true } });
}

export async function removeShare(tx: Tx, id: string): Promise<void> {
  await tx.cohortShare.delete({ where: { id }, select: { id: true } });
}
