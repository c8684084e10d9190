import type { Reach } from "@/lib/cohort/counted-names";
import type { SearchColumns } from "@/lib/catalogue/search-model/columns";
import type { Criteria } from "@/lib/cohort/criteria";
import { ExamMasks } from "@/lib/cohort/columns/exam-masks";

/** Ids of the first answering exams, in the order of the columns: subject by subject. */
export function firstExams(
  columns: SearchColumns,
  { filter }: Reach,
  criteria: Criteria,
  count: number,
): string[] {
  const mask = new ExamMasks(columns, filter).answering(criteria);
  const found: string[] = [];
  for (let at = 0; at < mask.length && found.length < count; at++) {
    if (mask[at] === 1) found.push(columns.examIds[at] ?? "");
  }
  return found;
}
