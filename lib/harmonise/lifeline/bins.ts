import type { Bin } from "./lifeline";

/** Months from the first to the last, both included ("2024-03"). */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last && months.length < 2400; month = nextMonth(month)) months.push(month);
  return months;
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

/** By what rows are put into bins. */
export function binKey(bin: Bin): string {
  return bin.kind === "month" ? bin.month : bin.epochId;
}

/** Spreads rows over bins: the value of each bin, or what stands for none. Rows of no bin are left out. */
export function spread<T extends { bin: string }, V>(
  bins: readonly Bin[],
  rows: readonly T[],
  valueOf: (row: T) => V,
  none: V,
): V[] {
  const byBin = new Map(rows.map((row) => [row.bin, valueOf(row)]));
  return bins.map((bin) => byBin.get(binKey(bin)) ?? none);
}
