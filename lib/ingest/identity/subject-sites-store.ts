import type { Db, Tx } from "@/lib/platform/db/client";

/** The sites whose people decide about subjects: where they have exams, and whose identifiers lead to them. */
export async function findSitesOfSubjects(db: Db | Tx, subjectIds: readonly string[]): Promise<string[]> {
  const where = { subjectId: { in: [...subjectIds] } };
  const select = { siteId: true } as const;
  const [exams, links] = await Promise.all([
    db.exam.findMany({ where, distinct: ["siteId"], select }),
    db.subjectLink.findMany({ where, distinct: ["siteId"], select }),
  ]);
  return [...new Set([...exams, ...links].map(({ siteId }) => siteId))].sort();
}
