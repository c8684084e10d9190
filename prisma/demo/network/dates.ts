export const DAY_MS = 86_400_000;

export const addDays = (date: Date, days: number): Date => new Date(date.getTime() + days * DAY_MS);

/** Calendar months later, on the same day of the month where it exists. */
export function addMonths(date: Date, months: number): Date {
  const result = new Date(date);
  const day = result.getUTCDate();
  result.setUTCDate(1);
  result.setUTCMonth(result.getUTCMonth() + months);
  const last = new Date(Date.UTC(result.getUTCFullYear(), result.getUTCMonth() + 1, 0)).getUTCDate();
  result.setUTCDate(Math.min(day, last));
  return result;
}

/** Midnight of the day, or of the first day of its month or year: a date known to that precision. */
export function toPrecision(date: Date, precision: "day" | "month" | "year"): Date {
  return new Date(
    Date.UTC(
      date.getUTCFullYear(),
      precision === "year" ? 0 : date.getUTCMonth(),
      precision === "day" ? date.getUTCDate() : 1,
    ),
  );
}

/** Whole months between two dates. */
export function monthsBetween(from: Date, to: Date): number {
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  return to.getUTCDate() < from.getUTCDate() ? months - 1 : months;
}
