const MS_PER_DAY = 86_400_000;

/** Days of the proleptic Gregorian calendar since 1970-01-01 of a DA value (`YYYYMMDD`, also ACR-NEMA `YYYY.MM.DD`), null when it is none. */
function parseDate(value: string): number | null {
  const parts = /^(\d{4})(\.?)(\d{2})\2(\d{2})$/.exec(value.trim());
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[3]), Number(parts[4])];
  const date = new Date(Date.UTC(year, month - 1, day));
  // setUTCFullYear: Date.UTC takes years below 100 for the 1900s.
  date.setUTCFullYear(year, month - 1, day);
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? Math.round(date.getTime() / MS_PER_DAY) : null;
}

function formatDate(day: number): string | null {
  const date = new Date(day * MS_PER_DAY);
  const year = date.getUTCFullYear();
  if (year < 1 || year > 9999) return null;
  return [
    String(year).padStart(4, "0"),
    String(date.getUTCMonth() + 1).padStart(2, "0"),
    String(date.getUTCDate()).padStart(2, "0"),
  ].join("");
}

/** Shifts a DA value by whole days; null when it is not a date (it is then removed). */
export function shiftDate(value: string, offsetDays: number): string | null {
  const day = parseDate(value);
  return day === null ? null : formatDate(day + offsetDays);
}

/**
 * Shifts a DT value by whole days; time of day and fraction stay, the zone goes (it says where). A DT coarser than a
 * day cannot be shifted exactly and is removed: null.
 */
export function shiftDateTime(value: string, offsetDays: number): string | null {
  const parts = /^(\d{8})((?:[01]\d|2[0-3])(?:[0-5]\d(?:[0-5]\d|60)?)?(?:\.\d{1,6})?)?(?:[+-]\d{4})?$/.exec(
    value.trim(),
  );
  if (!parts?.[1]) return null;
  const shifted = shiftDate(parts[1], offsetDays);
  return shifted === null ? null : shifted + (parts[2] ?? "");
}

/** A TM value as it is, null when it is not a time of day. */
export function checkTime(value: string): string | null {
  const trimmed = value.trim();
  return /^(?:[01]\d|2[0-3])(?::?[0-5]\d(?::?(?:[0-5]\d|60)(?:\.\d{1,6})?)?)?$/.test(trimmed)
    ? trimmed
    : null;
}

const MAX_AGE_YEARS = 90;

/** Whole years from one DA value to another, null when either is no date or the order is wrong. */
function yearsBetween(from: string, to: string): number | null {
  const start = parseDate(from);
  const end = parseDate(to);
  if (start === null || end === null || end < start) return null;
  const [a, b] = [new Date(start * MS_PER_DAY), new Date(end * MS_PER_DAY)];
  const before =
    b.getUTCMonth() < a.getUTCMonth() ||
    (b.getUTCMonth() === a.getUTCMonth() && b.getUTCDate() < a.getUTCDate());
  return b.getUTCFullYear() - a.getUTCFullYear() - (before ? 1 : 0);
}

/** Years of an AS value (`051Y`, `018M`, `003W`, `010D`), null when it is none; `000Y` is what scanners write for "not known". */
function parseAge(value: string): number | null {
  const parts = /^(\d{3})([YMWD])$/.exec(value.trim());
  if (!parts || value.startsWith("000")) return null;
  const count = Number(parts[1]);
  switch (parts[2]) {
    case "Y":
      return count;
    case "M":
      return Math.floor(count / 12);
    case "W":
      return Math.floor((count * 7) / 365.25);
    default:
      return Math.floor(count / 365.25);
  }
}

/**
 * Age at the exam in whole years: from BirthDate and exam date where both are dates, else from PatientAge. Over 89 is
 * 90 (HIPAA 164.514(b)(2)(i)(C)); null when not known.
 */
export function ageAtExam(
  birthDate: string | undefined,
  examDate: string | undefined,
  patientAge: string | undefined,
): number | null {
  const computed =
    birthDate !== undefined && examDate !== undefined ? yearsBetween(birthDate, examDate) : null;
  const years = computed ?? (patientAge === undefined ? null : parseAge(patientAge));
  if (years === null || years > 130) return null;
  return Math.min(years, MAX_AGE_YEARS);
}

/** An AS value with ages over 89 as `090Y` (as `ageAtExam`), null when it is none. */
export function groupAge(value: string): string | null {
  const years = parseAge(value);
  if (years === null) return null;
  return years >= MAX_AGE_YEARS ? formatAge(MAX_AGE_YEARS) : value.trim();
}

/** An age in years as an AS value: `051Y`. */
export function formatAge(years: number): string {
  return `${String(years).padStart(3, "0")}Y`;
}
