/** A scalar picture in three dimensions, in real values (rescale applied); index = (k·ny + j)·nx + i. */
export interface Grid {
  data: Float32Array;
  dimensions: readonly [number, number, number];
  voxelSizeMm: readonly [number, number, number];
  /** The axis that leads to the top of the head, and whether along (1) or against it (-1); absent where none does. */
  superior?: { axis: 0 | 1 | 2; sign: 1 | -1 };
}

/** The axis of a volume that lies within 45° of the patient's, from direction cosines in LPS (i, j, k; z to the head). */
export function superiorOf(direction: readonly number[]): Grid["superior"] {
  for (const axis of [0, 1, 2] as const) {
    const upward = direction[3 * axis + 2] ?? 0;
    if (Math.abs(upward) > Math.SQRT1_2) return { axis, sign: upward > 0 ? 1 : -1 };
  }
  return undefined;
}

/** Counts of values in equal bins. */
export interface Histogram {
  low: number;
  binWidth: number;
  counts: Float64Array;
}

/**
 * Counts values between `low` and `high`, of the voxels that carry `label` where one is given; those outside fall into the
 * first and the last bin.
 */
export function histogramOf(
  data: Float32Array,
  { low, high, bins }: { low: number; high: number; bins: number },
  only?: { labels: Uint8Array; label: number },
): Histogram {
  const counts = new Float64Array(bins);
  const perUnit = high > low ? bins / (high - low) : 0;
  for (let i = 0; i < data.length; i++) {
    if (only !== undefined && only.labels[i] !== only.label) continue;
    const bin = Math.floor(((data[i] ?? 0) - low) * perUnit);
    const at = bin < 0 ? 0 : bin >= bins ? bins - 1 : bin;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return { low, binWidth: perUnit > 0 ? 1 / perUnit : 0, counts };
}

/** The value below which `fraction` of the counted values lie, to a bin. */
export function quantileOf({ low, binWidth, counts }: Histogram, fraction: number): number {
  const wanted = fraction * counts.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    seen += counts[bin] ?? 0;
    if (seen >= wanted) return low + (bin + 1) * binWidth;
  }
  return low + counts.length * binWidth;
}

export function extremes(data: Float32Array): { min: number; max: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? 0;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

/** Middle value of the numbers, which are put into order; NaN of none. */
export function medianInPlace(values: Float32Array | Float64Array): number {
  if (values.length === 0) return Number.NaN;
  values.sort();
  const middle = values.length >> 1;
  const upper = values[middle] ?? 0;
  return values.length % 2 === 1 ? upper : (upper + (values[middle - 1] ?? 0)) / 2;
}

/** Factor from the median absolute deviation to the standard deviation of a normal distribution. */
export const MAD_TO_SD = 1.4826;
