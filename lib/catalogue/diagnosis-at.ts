import { isUndated } from "./exam-date";

export type DatePrecision = "day" | "month" | "year";
export type DiagnosisStatus = "present" | "absent" | "unresolved";

/** A statement about a subject; dates are shifted, and the first day of their period when it is a month or a year. */
export interface DatedDiagnosis {
  assertedOn: Date;
  assertedPrecision: DatePrecision;
  abatedOn: Date | null;
  abatedPrecision: DatePrecision | null;
  verification: "confirmed" | "provisional" | "refuted";
}

const DAY_MS = 86_400_000;

/**
 * Days from the first to the last day that a date may mean. The offset hides which month or year it was, so the
 * longest one is taken: a doubt is kept rather than decided.
 */
export const DAYS_OF_DOUBT: Record<DatePrecision, number> = { day: 0, month: 30, year: 365 };

/**
 * Whether a diagnosis held at an exam: asserted on or before it, and neither refuted nor abated by then. `unresolved`
 * when a period of month or year precision straddles the exam, or the exam has no date.
 */
export function diagnosisAt(diagnosis: DatedDiagnosis, examAt: Date): DiagnosisStatus {
  if (diagnosis.verification === "refuted") return "absent";
  if (isUndated(examAt)) return "unresolved";
  const exam = dayOf(examAt);
  const asserted = happenedBy(exam, diagnosis.assertedOn, diagnosis.assertedPrecision);
  const abated =
    diagnosis.abatedOn === null
      ? "no"
      : happenedBy(exam, diagnosis.abatedOn, diagnosis.abatedPrecision ?? "day");
  if (asserted === "no" || abated === "yes") return "absent";
  return asserted === "yes" && abated === "no" ? "present" : "unresolved";
}

function happenedBy(examDay: number, date: Date, precision: DatePrecision): "yes" | "no" | "perhaps" {
  const first = dayOf(date);
  if (first > examDay) return "no";
  return first + DAYS_OF_DOUBT[precision] <= examDay ? "yes" : "perhaps";
}

/** Whole days since 1970 of the calendar day of a shifted instant. */
function dayOf(date: Date): number {
  return Math.floor(date.getTime() / DAY_MS);
}
