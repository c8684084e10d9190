import { perturbCount } from "@/lib/catalogue/perturb-count";
import type { ThreeCounts } from "@/lib/catalogue/search-result";

/** What may be told of members outside a reader's rights: as of anything she has no right to. */
export function toldOutside(outside: {
  subjects: number;
  exams: number;
  series: number;
  keySum: string;
}): ThreeCounts | null {
  const { subjects, exams, series, keySum } = outside;
  if (exams === 0) return null;
  return {
    subjects: perturbCount(subjects, keySum),
    exams: perturbCount(subjects, keySum, exams),
    series: perturbCount(subjects, keySum, series),
  };
}
