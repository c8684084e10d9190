import { type Grid, histogramOf, quantileOf } from "./grid";
import { type Head, LABEL } from "./head";

/** One class of the mixture: a normal distribution and its share. */
export interface TissueClass {
  mean: number;
  deviation: number;
  share: number;
}

const BINS = 256;
const MOST_STEPS = 300;
const SETTLED = 1e-7;
/** A class below this share of the voxels is no tissue. */
const LEAST_SHARE = 0.02;

/**
 * Three tissue classes by ascending mean: a mixture of three Gaussians fitted by expectation-maximisation (Dempster 1977)
 * to the histogram of the voxels inside the head, begun at its sextiles. In a T1w the classes are fluid, grey and white
 * matter. Null where they do not come apart.
 */
export function tissueClasses(
  grid: Grid,
  { labels }: Head,
): [TissueClass, TissueClass, TissueClass] | null {
  const isInterior = (index: number) => labels[index] === LABEL.interior;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== LABEL.interior) continue;
    const value = grid.data[i] ?? 0;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (!(max > min)) return null;
  const wide = histogramOf(grid.data, min, max, 16_384, isInterior);
  const low = quantileOf(wide, 0.002);
  const high = quantileOf(wide, 0.998);
  if (!(high > low)) return null;
  const { counts, binWidth } = histogramOf(grid.data, low, high, BINS, isInterior);
  // What lay outside of the range was put into its ends: it would be a tissue of its own.
  counts[0] = 0;
  counts[BINS - 1] = 0;
  const classes = mixture(counts);
  if (classes.some(({ share, deviation }) => share < LEAST_SHARE || !(deviation > 0))) return null;
  const inValues = classes
    .map(({ mean, deviation, share }) => ({
      mean: low + (mean + 0.5) * binWidth,
      deviation: deviation * binWidth,
      share,
    }))
    .sort((a, b) => a.mean - b.mean);
  const [dark, middle, bright] = inValues;
  if (!dark || !middle || !bright) return null;
  const apart = (a: TissueClass, b: TissueClass) =>
    b.mean - a.mean > 0.5 * Math.min(a.deviation, b.deviation);
  return apart(dark, middle) && apart(middle, bright) ? [dark, middle, bright] : null;
}

/** Means and deviations in bins. */
function mixture(counts: Float64Array): TissueClass[] {
  const histogram = { low: 0, binWidth: 1, counts };
  const spread = (quantileOf(histogram, 5 / 6) - quantileOf(histogram, 1 / 6)) / 4;
  let classes = [1 / 6, 1 / 2, 5 / 6].map((fraction) => ({
    mean: quantileOf(histogram, fraction) - 0.5,
    deviation: Math.max(1, spread),
    share: 1 / 3,
  }));
  const total = counts.reduce((sum, count) => sum + count, 0);
  let before = Number.NEGATIVE_INFINITY;
  for (let step = 0; step < MOST_STEPS; step++) {
    const sums = classes.map(() => ({ n: 0, x: 0, xx: 0 }));
    let logLikelihood = 0;
    for (let bin = 0; bin < counts.length; bin++) {
      const count = counts[bin] ?? 0;
      if (count === 0) continue;
      const densities = classes.map(
        ({ mean, deviation, share }) =>
          (share / deviation) * Math.exp(-0.5 * ((bin - mean) / deviation) ** 2),
      );
      const all = densities.reduce((sum, density) => sum + density, 0) + Number.MIN_VALUE;
      logLikelihood += count * Math.log(all);
      sums.forEach((sum, index) => {
        const part = (count * (densities[index] ?? 0)) / all;
        sum.n += part;
        sum.x += part * bin;
        sum.xx += part * bin * bin;
      });
    }
    classes = sums.map(({ n, x, xx }) => {
      const mean = n > 0 ? x / n : 0;
      // A bin is a twelfth of a square wide: nothing is narrower.
      const variance = n > 0 ? Math.max(1 / 12, xx / n - mean * mean) : 0;
      return { mean, deviation: Math.sqrt(variance), share: n / total };
    });
    if (Math.abs(logLikelihood - before) < SETTLED * Math.abs(logLikelihood)) break;
    before = logLikelihood;
  }
  return classes;
}
