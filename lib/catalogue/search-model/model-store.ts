import { Prisma, type Tx } from "@/lib/platform/db/client";

/** Ten years of a region take minutes. */
export const REBUILD_TIMEOUT_MS = 3_600_000;

/** Makes the whole read-model anew; others' searches and writes wait meanwhile. */
export async function rebuildSearchModel(tx: Tx): Promise<{ exams: number; subjects: number }> {
  await tx.$executeRaw`SELECT "search_rebuild"()`;
  return { exams: await tx.searchExam.count(), subjects: await tx.searchSubject.count() };
}

const EXAMS_NOW = Prisma.sql`
  SELECT n.*, ARRAY(SELECT s."facts" FROM "SearchSeriesNow" s WHERE s."examId" = n."examId" ORDER BY s."seriesId")
    AS "series" FROM "SearchExamNow" n`;
const EXAMS_KEPT = Prisma.sql`
  SELECT x."examId", x."subjectId", x."visitId", x."siteId", x."scannerId", x."examDay", x."age", x."field",
    x."projects", x."protocols", ARRAY(SELECT k."facts" FROM unnest(x."kinds") WITH ORDINALITY AS o("id", "at")
      JOIN "SearchSeriesKind" k ON k."id" = o."id" ORDER BY o."at") AS "series" FROM "SearchExam" x`;
const SUBJECTS_NOW = Prisma.sql`SELECT "subjectId", "facts" FROM "SearchSubjectNow"`;
const SUBJECTS_KEPT = Prisma.sql`SELECT "subjectId", "facts" FROM "SearchSubject"`;

/** How many rows of the read-model are not what the base tables say: missing, too many or other. */
export async function countSearchDifferences(tx: Tx): Promise<{ exams: number; subjects: number }> {
  const count = async (now: Prisma.Sql, kept: Prisma.Sql) => {
    const [row] = await tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS "n" FROM (
      (${now} EXCEPT ALL ${kept}) UNION ALL (${kept} EXCEPT ALL ${now})) x`;
    return row?.n ?? 0;
  };
  return {
    exams: await count(EXAMS_NOW, EXAMS_KEPT),
    subjects: await count(SUBJECTS_NOW, SUBJECTS_KEPT),
  };
}
