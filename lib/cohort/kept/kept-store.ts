import type { Prisma } from "@/lib/platform/db/client";
import { type Db, type Tx } from "@/lib/platform/db/client";
import type { Criteria } from "../criteria";
import { parseCriteria } from "../parse-criteria";

const SHARES = { select: { userId: true, projectId: true, mayEdit: true } } as const;

const LISTED = {
  id: true,
  name: true,
  description: true,
  criteria: true,
  ownerId: true,
  updatedAt: true,
  archivedAt: true,
  owner: { select: { name: true } },
  shares: SHARES,
  _count: { select: { versions: true } },
} satisfies Prisma.CohortSelect;

/** A kept question with what decides who may reach it; null when there is none. */
export async function findCohort(db: Db | Tx, id: string) {
  const row = await db.cohort.findUnique({
    where: { id },
    select: {
      ...LISTED,
      createdAt: true,
      versions: {
        orderBy: { version: "desc" },
        select: {
          version: true,
          citationCode: true,
          frozenAt: true,
          reason: true,
          frozenBy: { select: { name: true } },
        },
      },
    },
  });
  return row && { ...row, criteria: parseCriteria(row.criteria) };
}

/** The same, held until the end of the transaction. */
export async function lockCohort(tx: Tx, id: string) {
  await tx.$queryRaw`SELECT "id" FROM "Cohort" WHERE "id" = ${id}::uuid FOR UPDATE`;
  return findCohort(tx, id);
}

/** Questions of a person and those shared with her or with one of the projects, latest change first. */
export async function findCohorts(db: Db | Tx, userId: string, projectIds: readonly string[], most: number) {
  const rows = await db.cohort.findMany({
    where: {
      OR: [
        { ownerId: userId },
        {
          archivedAt: null,
          shares: { some: { OR: [{ userId }, { projectId: { in: [...projectIds] } }] } },
        },
      ],
    },
    orderBy: [{ updatedAt: "desc" }, { id: "asc" }],
    take: most,
    select: LISTED,
  });
  return rows.map((row) => ({ ...row, criteria: parseCriteria(row.criteria) }));
}

export async function insertCohort(
  tx: Tx,
  cohort: { ownerId: string; name: string; description: string; criteria: Criteria },
): Promise<string> {
  const { criteria, ...rest } = cohort;
  const { id } = await tx.cohort.create({
    data: { ...rest, criteria: jsonOf(criteria) },
    select: { id: true },
  });
  return id;
}

export async function writeCohort(
  tx: Tx,
  id: string,
  change: { name?: string; description?: string; criteria?: Criteria; archivedAt?: Date | null },
): Promise<void> {
  const { criteria, ...rest } = change;
  // Putting away and taking back change nothing of the question.
  const updatedAt = "archivedAt" in change ? {} : { updatedAt: new Date() };
  await tx.cohort.update({
    where: { id },
    data: { ...rest, ...updatedAt, ...(criteria === undefined ? {} : { criteria: jsonOf(criteria) }) },
    select: { id: true },
  });
}

function jsonOf(criteria: Criteria): Prisma.InputJsonObject {
  return { version: criteria.version, root: criteria.root as unknown as Prisma.InputJsonObject };
}
