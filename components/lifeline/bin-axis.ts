import type { Bin } from "@/lib/harmonise/lifeline/lifeline";
import type { EpochView } from "@/lib/network/network-view";

// Where things stand on the one time axis of a life line, as shares of its width. Pure.

/** "12.345%", short enough to read in the page's source. */
export const percent = (fraction: number): string => `${Math.round(fraction * 100_000) / 1000}%`;

/** Left edge of a bin. */
export function binStart(index: number, bins: readonly Bin[]): number {
  return index / Math.max(1, bins.length);
}

/** Middle of a bin. */
export function binMiddle(index: number, bins: readonly Bin[]): number {
  return (index + 0.5) / Math.max(1, bins.length);
}

/** A true day among months; null when time has no dates here, or before the first month. */
export function positionOfDay(day: string, bins: readonly Bin[]): number | null {
  const index = bins.findIndex((bin) => bin.kind === "month" && bin.month === day.slice(0, 7));
  if (index < 0) return null;
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return (index + (date - 1) / days) / bins.length;
}

/** Where an epoch begins: 0 for one that began before the axis. Null when it cannot be placed. */
export function epochStart(epoch: EpochView, bins: readonly Bin[]): number | null {
  const [first] = bins;
  if (first?.kind === "epoch") {
    const index = bins.findIndex((bin) => bin.kind === "epoch" && bin.epochId === epoch.id);
    return index < 0 ? null : binStart(index, bins);
  }
  if (!first || epoch.startedOn === null) return null;
  if (epoch.startedOn.slice(0, 7) < first.month) return 0;
  return positionOfDay(epoch.startedOn, bins);
}

interface MonthTick {
  index: number;
  month: string;
  /** Written as its year. */
  isYear: boolean;
}

/** Januaries; the quarters between them when there is room. */
export function monthTicks(bins: readonly Bin[]): MonthTick[] {
  const written = bins.length <= 30 ? ["01", "04", "07", "10"] : ["01"];
  return bins.flatMap((bin, index): MonthTick[] =>
    bin.kind === "month" && written.includes(bin.month.slice(5))
      ? [{ index, month: bin.month, isYear: bin.month.endsWith("-01") }]
      : [],
  );
}
