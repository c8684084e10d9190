/** A pass aims at this part of the period, so that machines that rest and ingest that grows do not make it late. */
const AIM = 0.5;

/** A catalogue of a few files is not read in crumbs. */
const LEAST_BYTES = 16 * 2 ** 20;

/** How many bytes one call reads, so that all of `totalBytes` are read well within the period. */
export function fixityBudget(totalBytes: number, periodDays: number, everySeconds: number): number {
  const calls = (periodDays * 86_400 * AIM) / everySeconds;
  return Math.max(LEAST_BYTES, Math.ceil(totalBytes / calls));
}
