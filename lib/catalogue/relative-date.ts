import { DAYS_OF_DOUBT, type DatePrecision } from "./diagnosis-at";
import { isUndated } from "./exam-date";

const DAY_MS = 86_400_000;
const MEAN_MONTH_DAYS = 30.436875;

/**
 * A date as pages show it: months since the subject's first visit (M0), never a day of a calendar. Both ends are equal
 * but for a date known to the year.
 */
export interface RelativeDate {
  fromMonth: number;
  toMonth: number;
  precision: DatePrecision;
}

/** A shifted date relative to the shifted start of the first visit; null when either is unknown. */
export function relativeTo(
  firstVisitAt: Date | null,
  date: Date | null,
  precision: DatePrecision | null = "day",
): RelativeDate | null {
  if (!firstVisitAt || !date || isUndated(firstVisitAt) || isUndated(date)) return null;
  const kind = precision ?? "day";
  const days = (date.getTime() - firstVisitAt.getTime()) / DAY_MS;
  const fromMonth = wholeMonths(days);
  return {
    fromMonth,
    toMonth: kind === "year" ? wholeMonths(days + DAYS_OF_DOUBT.year) : fromMonth,
    precision: kind,
  };
}

function wholeMonths(days: number): number {
  // Never -0, which is written "-0".
  return Math.round(days / MEAN_MONTH_DAYS) + 0;
}
