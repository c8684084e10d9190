import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamSql } from "@/lib/access/visible-store";
import { selectedExamSql } from "@/lib/harmonise/judging-task-store";
import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";

/** Which exams a change of a protocol could concern: its own (null: anybody's), acquired in a period of true days. */
export interface DryRunSelection {
  protocolId: string | null;
  from: string;
  until: string | null;
}

function concerned({ protocolId, from, until }: DryRunSelection, filter: ExamFilter): Prisma.Sql {
  const own = protocolId === null ? Prisma.sql`TRUE` : selectedExamSql({ by: "protocol", protocolId });
  return Prisma.sql`${visibleExamSql(filter, "e")} AND ${selectedExamSql({ by: "acquired", from, until })} AND ${own}`;
}

/** How many exams could be concerned, and some of them; ids are random, so their order draws a fair sample. */
export async function drawConcerned(
  db: Db | Tx,
  filter: ExamFilter,
  selection: DryRunSelection,
  most: number,
): Promise<{ total: number; ids: string[] }> {
  const where = concerned(selection, filter);
  const [counted] = await db.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS "total" FROM "Exam" e WHERE ${where}`;
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT e."id"::text AS "id" FROM "Exam" e WHERE ${where} ORDER BY e."id" LIMIT ${most}`;
  return { total: counted?.total ?? 0, ids: rows.map(({ id }) => id) };
}

/** How scanners are called. */
export async function findScannerNames(db: Db | Tx, ids: readonly string[]) {
  const rows = await db.scanner.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      manufacturer: true,
      model: true,
      label: true,
      fieldStrengthTesla: true,
      site: { select: { name: true } },
    },
  });
  return rows.map(({ site, ...scanner }) => ({ ...scanner, siteName: site.name }));
}
