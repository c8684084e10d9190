const DAY_MS = 86_400_000;
/** No MR image is older; small numbers would else all be days of 1970. */
const OLDEST = Date.UTC(1980, 0, 1) / DAY_MS;
const NEWEST = Date.UTC(2040, 0, 1) / DAY_MS;

/** Days since 1970-01-01 of a calendar date, null where there is no such day. */
export function dayOf(year: number, month: number, day: number): number | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / DAY_MS : null;
}

/**
 * Every true day (since 1970-01-01, of 1980 to 2040) that a number could mean to an attacker: a time of Unix in
 * seconds to microseconds, of Windows, of the Mac; a Julian day or one of its forms; a day of a spreadsheet; its digits
 * as a date in any order.
 */
export function daysOfNumber(value: number): number[] {
  if (!Number.isFinite(value) || value <= 0) return [];
  const seconds = value / 86_400;
  const days = [
    seconds,
    seconds / 1e3,
    seconds / 1e6,
    value / 864e9 - 134_774,
    seconds - 24_107,
    value - 2_440_587.5,
    value - 40_587,
    value - 25_569,
  ].map(Math.floor);
  const digits = Number.isInteger(value) ? daysOfDigits(String(value)) : [];
  return [...days, ...digits].filter((day) => day >= OLDEST && day < NEWEST);
}

function daysOfDigits(digits: string): number[] {
  const found: (number | null)[] = [];
  const take = (from: number, length: number) => Number(digits.slice(from, from + length));
  if (digits.length === 8 || digits.length === 14 || digits.length === 17) {
    found.push(dayOf(take(0, 4), take(4, 2), take(6, 2)));
    found.push(dayOf(take(4, 4), take(2, 2), take(0, 2)), dayOf(take(4, 4), take(0, 2), take(2, 2)));
  }
  if (digits.length === 6 || digits.length === 12) {
    found.push(dayOf(2000 + take(0, 2), take(2, 2), take(4, 2)));
    found.push(
      dayOf(2000 + take(4, 2), take(2, 2), take(0, 2)),
      dayOf(2000 + take(4, 2), take(0, 2), take(2, 2)),
    );
  }
  if (digits.length === 7) found.push(Date.UTC(take(0, 4), 0, take(4, 3)) / DAY_MS);
  return found.filter((day) => day !== null);
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/** Every true day that a text could tell: written dates, and each of its numbers as `daysOfNumber` reads it. */
export function daysOfText(text: string): number[] {
  const found: (number | null)[] = [];
  for (const [, a, b, c] of text.matchAll(/(?<!\d)(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})(?!\d)/g)) {
    const [x, y, z] = [Number(a), Number(b), Number(c)];
    found.push(dayOf(x, y, z), dayOf(z, y, x), dayOf(z, x, y), dayOf(2000 + z, y, x));
  }
  for (const [, day, name, year] of text.matchAll(
    /(?<!\d)(\d{1,2})[ -]?([A-Za-z]{3})[a-z]*[ -](\d{4})(?!\d)/g,
  )) {
    const month = MONTHS.indexOf(name?.toUpperCase() ?? "");
    if (month >= 0) found.push(dayOf(Number(year), month + 1, Number(day)));
  }
  const days = found.filter((day) => day !== null).filter((day) => day >= OLDEST && day < NEWEST);
  for (const [number] of text.matchAll(/(?<![\d.])\d+(?:\.\d+)?(?![\d.])/g))
    days.push(...daysOfNumber(Number(number)));
  // Parts of a UID are numbers of their own.
  for (const [uid] of text.matchAll(/(?<![\d.])\d+(?:\.\d+){3,}(?![\d.])/g))
    for (const part of uid.split(".")) days.push(...daysOfNumber(Number(part)));
  return days;
}
