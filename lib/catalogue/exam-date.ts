/**
 * `Exam.examAt` and `Visit.startedAt` of an exam whose header has no usable date. It is the same for everybody and
 * carries no offset, so it tells nothing; pages show it as "date unknown".
 */
export const UNDATED = new Date("1900-01-01T00:00:00Z");

/** Whether a shifted exam or visit date stands for "unknown". */
export function isUndated(shifted: Date): boolean {
  return shifted.getTime() === UNDATED.getTime();
}

const DAY_MS = 86_400_000;

/** A true time moved by a subject's offset in whole days; UNDATED for null. */
export function shiftTime(trueTime: Date | null, dateOffsetDays: number): Date {
  return trueTime ? new Date(trueTime.getTime() + dateOffsetDays * DAY_MS) : UNDATED;
}
