/** A number that can be a length or a duration, else null. */
export function positive(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) && value > 0 ? value : null;
}

/** Seconds since midnight of a TM value; null where it is none. */
export function timeOfDayS(value: string | undefined): number | null {
  const match = /^(\d{2})(\d{2})(\d{2}(?:\.\d+)?)/.exec(value ?? "");
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]) : null;
}

/** Seconds of a DT value on an arbitrary clock; null where it has no time of day. */
export function secondsOf(value: string | undefined): number | null {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{6}(?:\.\d+)?)/.exec(value ?? "");
  const time = timeOfDayS(match?.[4]);
  if (!match || time === null) return null;
  return Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / 1000 + time;
}
