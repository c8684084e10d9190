import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamWhere } from "@/lib/access/visible-store";
import type { Db, Tx } from "@/lib/platform/db/client";

/** Names and units of the scores of subjects with an exam inside the filter. */
export async function findScoreNames(
  db: Db | Tx,
  filter: ExamFilter,
): Promise<{ name: string; unit: string | null }[]> {
  return db.score.findMany({
    where: { subject: { exams: { some: visibleExamWhere(filter) } } },
    distinct: ["name"],
    orderBy: [{ name: "asc" }, { unit: "asc" }],
    select: { name: true, unit: true },
  });
}
