import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamSql } from "@/lib/access/visible-store";
import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";

/** Whether an exam is inside the filter. */
export async function isVisibleExam(db: Db | Tx, filter: ExamFilter, examId: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Exam" e WHERE e."id" = ${examId}::uuid AND ${visibleExamSql(filter, "e")}`;
  return rows.length > 0;
}

/** Which exams make a group: those with one exam's description and field, or all of a field. */
export type DraftGroup = { alike: string } | { fieldStrengthTesla: number | null };

/** Some exams of a group inside the filter; ids are random, so their order draws a fair sample. */
export async function drawExams(
  db: Db | Tx,
  filter: ExamFilter,
  group: DraftGroup,
  most: number,
): Promise<string[]> {
  const where =
    "alike" in group
      ? Prisma.sql`EXISTS (SELECT 1 FROM "Exam" o WHERE o."id" = ${group.alike}::uuid
          AND o."description" IS NOT DISTINCT FROM e."description"
          AND o."fieldStrengthTesla" = e."fieldStrengthTesla")`
      : group.fieldStrengthTesla === null
        ? Prisma.sql`TRUE`
        : Prisma.sql`e."fieldStrengthTesla" = ${group.fieldStrengthTesla}`;
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT e."id"::text AS "id" FROM "Exam" e
    WHERE ${visibleExamSql(filter, "e")} AND ${where} ORDER BY e."id" LIMIT ${most}`;
  return rows.map(({ id }) => id);
}
