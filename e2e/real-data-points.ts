/** A voxel as an independent reader gives it. */
export interface Sample {
  values: number[];
  /** Values of the four voxels beside it in its picture, first sample. */
  beside: number[];
}

/** Where a reader looks: column, row, slice, point of the fourth axis. */
export type At = readonly [i: number, j: number, k: number, t: number];

const CANDIDATES = 4000;
/** Share of a value by which the voxels beside it may differ: a picture's grey is then that of the voxel. */
const SMOOTH = 0.2;

/** The same places for the same volume, whoever runs it. */
function generator(): (below: number) => number {
  let state = 12345;
  return (below) => Math.floor(((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * below);
}

/** A random index of an axis, well inside where the axis is long enough to have an inside. */
function inside(random: (below: number) => number, length: number): number {
  const margin = Math.floor(length / 5);
  return margin + random(length - 2 * margin);
}

/**
 * Three places of a volume whose values are distinct and not zero, and one at another point of the fourth axis whose
 * value differs from the one at the same place of the first.
 */
export function choosePlaces(
  [ni, nj, nk, nt]: readonly [number, number, number, number],
  read: (at: At) => Sample,
): { at: At; values: number[] }[] {
  const random = generator();
  const found: { at: At; values: number[]; smooth: boolean }[] = [];
  for (let candidate = 0; candidate < CANDIDATES; candidate++) {
    const at: At = [inside(random, ni), inside(random, nj), inside(random, nk), 0];
    const { values, beside } = read(at);
    const [value = 0] = values;
    if (values.every((sample) => sample === 0) || value === 0) continue;
    const smooth = beside.every((other) => Math.abs(other - value) <= SMOOTH * Math.abs(value));
    found.push({ at, values, smooth });
  }
  const smooth = distinct(found.filter((place) => place.smooth));
  const places = smooth.length >= 3 ? smooth : distinct(found);
  if (places.length < 3) throw new Error("fewer than three distinct values");
  const chosen = [0.35, 0.6, 0.9].map((share) => places[Math.floor(share * (places.length - 1))]);
  const three = chosen.flatMap((place) => (place ? [{ at: place.at, values: place.values }] : []));
  if (new Set(three.map(({ values }) => values[0])).size !== 3)
    throw new Error("the values are not distinct");
  if (nt === 1) return three;
  for (const t of [nt - 1, Math.floor(nt / 2), 1])
    for (const { at, values } of [...three, ...places].reverse()) {
      const [i, j, k] = at;
      const later = read([i, j, k, t]);
      const [value = 0] = later.values;
      if (value !== 0 && value !== values[0]) return [...three, { at: [i, j, k, t], values: later.values }];
    }
  throw new Error("nothing changes along the fourth axis");
}

function distinct<T extends { values: number[] }>(places: readonly T[]): T[] {
  const byValue = new Map(places.map((place) => [place.values[0] ?? 0, place]));
  return [...byValue].sort(([a], [b]) => a - b).map(([, place]) => place);
}
