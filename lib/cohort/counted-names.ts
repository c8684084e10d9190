import { CHARTS, TOTALS } from "@/lib/catalogue/counted-values";
import type { ExamFilter } from "@/lib/access/policy";
import { INTERVAL_STEP_MONTHS, LAST_INTERVAL_MONTHS } from "./answer";
import { intervalDays } from "./criteria";

// What counting in SQL and counting over the columns in memory share.

/** Who asks decides over which exams, and whether the subjects' count keys are needed. */
export interface Reach {
  filter: ExamFilter;
  withKeys: boolean;
}

/** Names of the three counts of a variant of the question. */
export function variantTotals(index: number): Record<keyof typeof TOTALS, string> {
  return {
    subjects: `${TOTALS.subjects}/${index}`,
    exams: `${TOTALS.exams}/${index}`,
    series: `${TOTALS.series}/${index}`,
  };
}

/** Charts of a cohort among the counted values. */
export const COHORT_CHARTS = {
  ...CHARTS,
  examsPerSubject: "@exams-per-subject",
  interval: "@interval",
} as const;

/** First whole day of each step, as the bounds of a pair have it. */
export const STEP_DAYS = Array.from(
  { length: LAST_INTERVAL_MONTHS / INTERVAL_STEP_MONTHS + 1 },
  (_, step) =>
    intervalDays({ min: step * INTERVAL_STEP_MONTHS, max: LAST_INTERVAL_MONTHS, unit: "month" }).minDays,
);

/** Bounds of a series' number give way by so much: headers write 0.9 mm as 0.90000001. */
export const NUMBER_SLACK = 1e-6;
