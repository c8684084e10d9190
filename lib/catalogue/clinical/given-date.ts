import type { DatePrecision } from "../diagnosis-at";

// Dates of tables and forms: true ones, which take the subject's offset before they are kept. Pure, browser-safe.

const DAY_MS = 86_400_000;
const EARLIEST_YEAR = 1900;

/** A true date as it was given: the first day of its period, at midnight UTC. */
export interface GivenDate {
  firstDay: Date;
  precision: DatePrecision;
}

/**
 * A date as tables write it: YYYY, YYYY-MM or YYYY-MM-DD, which say how exact it is; a time of day after a day is left
 * out. Null for anything else, for days that do not exist, and before 1900.
 */
export function parseGivenDate(text: string): GivenDate | null {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?)?)?$/.exec(
    text.trim(),
  );
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1)];
  const firstDay = new Date(Date.UTC(year, month - 1, day));
  const exists = firstDay.getUTCMonth() === month - 1 && firstDay.getUTCDate() === day;
  if (year < EARLIEST_YEAR || !exists) return null;
  const precision = parts[3] !== undefined ? "day" : parts[2] !== undefined ? "month" : "year";
  return { firstDay, precision };
}

/** A date as it is written, with as much of it as is known: what parseGivenDate reads. */
export function writeGivenDate({ firstDay, precision }: GivenDate): string {
  return firstDay.toISOString().slice(0, { day: 10, month: 7, year: 4 }[precision]);
}

/** The last day that a date may mean. */
export function lastDayOf({ firstDay, precision }: GivenDate): Date {
  if (precision === "day") return firstDay;
  const year = firstDay.getUTCFullYear();
  return new Date(Date.UTC(year, precision === "year" ? 12 : firstDay.getUTCMonth() + 1, 0));
}

/** The shifted date that is kept: whole days, the first of the period, its precision beside it. */
export function shiftDay(firstDay: Date, dateOffsetDays: number): Date {
  return new Date(firstDay.getTime() + dateOffsetDays * DAY_MS);
}

/** The true date of a kept one. */
export function trueDateOf(shifted: Date, precision: DatePrecision, dateOffsetDays: number): GivenDate {
  return { firstDay: shiftDay(shifted, -dateOffsetDays), precision };
}

/** The calendar day of an instant. */
export function dayOf(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / DAY_MS) * DAY_MS);
}
