import { extremes, type Grid, histogramOf, quantileOf } from "./grid";
import { type Head, LABEL } from "./head";

/** Three tissues by ascending mean signal, and the deviation of the signal within each. */
export interface Tissues {
  means: [number, number, number];
  shares: [number, number, number];
  deviation: number;
}

const BINS = 256;
/** The brightest of the inside of a head are vessels and fat, the darkest bone and air: they are left out. */
const DARKEST = 0.002;
const BRIGHTEST = 0.96;
const MOST_STEPS = 500;
const SETTLED = 1e-8;
/** A class below this share of the voxels is no tissue, and classes closer than this many deviations are one. */
const LEAST_SHARE = 0.02;
const LEAST_DISTANCE = 0.5;

/**
 * Three tissues inside the head: a mixture of three Gaussians of one common deviation, fitted by expectation-maximisation
 * (Dempster AP, Laird NM, Rubin DB. J R Stat Soc B 1977;39:1-38) to the histogram, begun evenly over its range. One deviation,
 * since noise and the receive field widen all alike, and with deviations of their own one class takes grey and white matter
 * together. In a T1w the tissues are fluid, grey and white matter. Null where they do not come apart.
 */
export function findTissues({ data }: Grid, { labels }: Head): Tissues | null {
  const only = { labels, label: LABEL.interior };
  const { min, max } = extremes(data);
  const wide = histogramOf(data, { low: min, high: max, bins: 65_536 }, only);
  const low = quantileOf(wide, DARKEST);
  const high = quantileOf(wide, BRIGHTEST);
  if (!(high > low)) return null;
  const { counts, binWidth } = histogramOf(data, { low, high, bins: BINS }, only);
  // What lay outside of the range was put into its ends: it would be a tissue of its own.
  counts[0] = 0;
  counts[BINS - 1] = 0;
  const { means, shares, deviation } = mixture(counts);
  const [dark, middle, bright] = means;
  const isApart = Math.min(middle - dark, bright - middle) > LEAST_DISTANCE * deviation;
  if (!isApart || Math.min(...shares) < LEAST_SHARE) return null;
  const inValues = (bins: number) => low + (bins + 0.5) * binWidth;
  return {
    means: [inValues(dark), inValues(middle), inValues(bright)],
    shares,
    deviation: deviation * binWidth,
  };
}

/** Means and deviation in bins. With a common deviation the order of the means stays that of the beginning. */
function mixture(counts: Float64Array): Tissues {
  const bins = counts.length;
  const total = counts.reduce((sum, count) => sum + count, 0);
  let fit: Tissues = {
    means: [bins / 6, bins / 2, (5 * bins) / 6],
    shares: [1 / 3, 1 / 3, 1 / 3],
    deviation: bins / 8,
  };
  let before = Number.NEGATIVE_INFINITY;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { means, shares, deviation } = fit;
    const weights: Triple = [0, 0, 0];
    const sums: Triple = [0, 0, 0];
    let squares = 0;
    let logLikelihood = 0;
    for (let bin = 0; bin < bins; bin++) {
      const count = counts[bin] ?? 0;
      if (count === 0) continue;
      const density = (n: 0 | 1 | 2) => shares[n] * Math.exp(-0.5 * ((bin - means[n]) / deviation) ** 2);
      const densities: Triple = [density(0), density(1), density(2)];
      const all = densities[0] + densities[1] + densities[2] + Number.MIN_VALUE;
      logLikelihood += count * Math.log(all / deviation);
      for (const n of [0, 1, 2] as const) {
        const part = (count * densities[n]) / all;
        weights[n] += part;
        sums[n] += part * bin;
      }
      squares += count * bin * bin;
    }
    const mean = (n: 0 | 1 | 2) => (weights[n] > 0 ? sums[n] / weights[n] : means[n]);
    const next: Triple = [mean(0), mean(1), mean(2)];
    const within = squares - next.reduce((sum, value, n) => sum + value * value * (weights[n] ?? 0), 0);
    fit = {
      means: next,
      shares: [weights[0] / total, weights[1] / total, weights[2] / total],
      // A bin is a twelfth of a square wide: nothing is narrower.
      deviation: Math.sqrt(Math.max(1 / 12, within / total)),
    };
    if (Math.abs(logLikelihood - before) < SETTLED * Math.abs(logLikelihood)) break;
    before = logLikelihood;
  }
  return fit;
}

type Triple = [number, number, number];
