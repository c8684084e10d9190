const MOST_SAMPLES = 200_000;
const LOWEST = 0.005;
const HIGHEST = 0.995;
/** Part of the brightest (robust) value under which a magnitude voxel counts as air. */
const AIR = 0.1;

/**
 * Gathers a bounded, regular sample of rescaled values and finds a display window from it: robust against
 * noise in air, hot voxels and flow.
 */
export class WindowFinder {
  private readonly samples: number[] = [];
  private readonly stride: number;
  private skip = 0;

  /** @param pixels number of values that will be offered in all */
  constructor(pixels: number) {
    this.stride = Math.max(1, Math.ceil(pixels / MOST_SAMPLES));
  }

  offer(values: ArrayLike<number>, slope: number, intercept: number): void {
    let at = this.skip;
    for (; at < values.length; at += this.stride) this.samples.push((values[at] ?? 0) * slope + intercept);
    this.skip = at - values.length;
  }

  /** Centre and width (above 0) in rescaled units. */
  window(): { centre: number; width: number } {
    const sorted = Float64Array.from(this.samples).sort();
    const high = quantile(sorted, HIGHEST);
    const low = quantile(sorted, LOWEST);
    if (low < 0) return between(low, high);
    // A magnitude image: the window is that of the head, not of the air around it.
    const firstInHead = sorted.findIndex((value) => value > AIR * high);
    const head = firstInHead > 0 ? sorted.subarray(firstInHead) : sorted;
    return between(low, quantile(head, HIGHEST));
  }
}

function between(low: number, high: number): { centre: number; width: number } {
  const width = high > low ? high - low : 1;
  return { centre: low + width / 2, width };
}

function quantile(sorted: Float64Array, fraction: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? 0;
}
