import { kernelDensityEstimation, sampleStandardDeviation } from "simple-statistics";

/** Fewer values than this draw no curve. */
export const LEAST_FOR_DENSITY = 11;
const POINTS = 81;

/** A curve over a common axis; `densities` is null for a group with too few values. */
export interface Densities {
  at: number[];
  densities: (number[] | null)[];
}

/**
 * Silverman's rule of thumb, 0.9 min(s, IQR / 1.34) n^(−1/5) (Density Estimation, 1986, eq. 3.31), as R's bw.nrd0: s
 * alone where the quartiles are one; null where all values are.
 */
export function silvermanBandwidth(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const sd = sampleStandardDeviation([...values]);
  const sorted = [...values].sort((a, b) => a - b);
  const quartiles = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.34;
  const spread = quartiles > 0 ? Math.min(sd, quartiles) : sd;
  return spread > 0 ? 0.9 * spread * values.length ** -0.2 : null;
}

/**
 * Gaussian kernel densities of several groups over one axis that holds them all, three bandwidths to spare.
 * @param least below this nothing can lie: the axis begins there at the earliest
 */
export function densitiesOf(groups: readonly (readonly number[])[], least = -Infinity): Densities | null {
  const drawn = groups.map((values) => {
    const bandwidth = values.length < LEAST_FOR_DENSITY ? null : silvermanBandwidth(values);
    return bandwidth === null ? null : { values: [...values], bandwidth };
  });
  const [lowest, to] = drawn.reduce(
    ([low, high], group) =>
      group === null
        ? [low, high]
        : [
            group.values.reduce((a, b) => Math.min(a, b), low + 3 * group.bandwidth) - 3 * group.bandwidth,
            group.values.reduce((a, b) => Math.max(a, b), high - 3 * group.bandwidth) + 3 * group.bandwidth,
          ],
    [Infinity, -Infinity],
  );
  const from = Math.max(least, lowest);
  if (!(from < to)) return null;
  const at = Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1));
  return {
    at,
    densities: drawn.map((group) => {
      if (group === null) return null;
      const density = kernelDensityEstimation(group.values, "gaussian", group.bandwidth);
      return at.map((x) => density(x));
    }),
  };
}

/** By linear interpolation between order statistics (R's type 7). */
export function quantile(sorted: readonly number[], p: number): number {
  const place = (sorted.length - 1) * p;
  const low = sorted[Math.floor(place)] ?? NaN;
  const high = sorted[Math.ceil(place)] ?? NaN;
  return low + (high - low) * (place - Math.floor(place));
}
