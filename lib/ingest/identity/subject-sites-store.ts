import type { Db, Tx } from "@/lib/platform/db/client";

/** The sites whose people decide about subjects: where they have exams, and whose identifiers lead to them. */
export async function findSitesOfSubjects(db: Db | Tx, subjectIds: readonly string[]): Promise<string[]> {
  const where = { subjectId: { in: [...subjectIds] } };
  const select = { siteId: true } as const;
  // One after the other: a transaction has one connection.
  const exams = await db.exam.findMany({ where, distinct: ["siteId"], select });
  const links = await db.subjectLink.findMany({ where, distinct: ["siteId"], select });
  return [...new Set([...exams, ...links].map(({ siteId }) => siteId))].sort();
}
