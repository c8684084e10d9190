/** An interval of whole bins, both ends included. */
export interface BinRange {
  first: number;
  last: number;
}

/** The bin under a point at `fraction` (0 to 1) of the width of `count` equal bins. */
export function binAt(fraction: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(fraction * count)));
}

/** The interval between two bins, in whichever order they were touched. */
export function rangeBetween(a: number, b: number): BinRange {
  return { first: Math.min(a, b), last: Math.max(a, b) };
}

/** One handle moved by a key; the handles may meet, never cross. Unknown keys leave the range as it is. */
export function moveHandle(range: BinRange, handle: "first" | "last", key: string, count: number): BinRange {
  const current = range[handle];
  const target = {
    ArrowLeft: current - 1,
    ArrowDown: current - 1,
    ArrowRight: current + 1,
    ArrowUp: current + 1,
    PageDown: current - 5,
    PageUp: current + 5,
    Home: 0,
    End: count - 1,
  }[key];
  if (target === undefined) return range;
  return handle === "first"
    ? { first: Math.min(range.last, Math.max(0, target)), last: range.last }
    : { first: range.first, last: Math.max(range.first, Math.min(count - 1, target)) };
}
