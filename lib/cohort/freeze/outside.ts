import { perturbCount } from "@/lib/catalogue/perturb-count";
import type { ThreeCounts } from "@/lib/catalogue/search-result";

/** What may be told of members outside a reader's rights: as of anything she has no right to. */
export function toldOutside(outside: {
  exams: number;
  keySum: string;
  examKeySum: string;
  seriesKeySum: string;
}): ThreeCounts | null {
  const { exams, keySum, examKeySum, seriesKeySum } = outside;
  if (exams === 0) return null;
  return {
    subjects: perturbCount(keySum),
    exams: perturbCount(keySum, examKeySum),
    series: perturbCount(keySum, seriesKeySum),
  };
}
