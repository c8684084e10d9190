import { QC_METRICS, type QcMetricName } from "./metrics";

/** Fewer values say nothing of what is usual. */
export const LEAST_GROUP = 8;
/**
 * Iglewicz B, Hoaglin DC. How to detect and handle outliers. ASQC Quality Press 1993: a modified z-score beyond 3.5. It is
 * relative to the group's own spread: no value is good or bad by itself.
 */
export const MOST_Z = 3.5;
const Z_PER_MAD = 0.6745;
/** In their formula, where more than half of the values are the same: the mean deviation in the place of the median one. */
const MEAN_DEVIATION_TO_SD = 1.253314;

/** What is usual in a comparable group. */
export interface GroupStatistics {
  count: number;
  median: number;
  /** Between these lie nine in ten (5th and 95th percentile). */
  low: number;
  high: number;
  /** One robust standard deviation; 0 where all values are the same. */
  spread: number;
}

/** Centre and spread of a group's values; null where there are too few. */
export function describeGroup(values: readonly number[]): GroupStatistics | null {
  if (values.length < LEAST_GROUP) return null;
  const sorted = Float64Array.from(values).sort();
  const median = quantile(sorted, 0.5);
  const deviations = Float64Array.from(sorted, (value) => Math.abs(value - median)).sort();
  const mad = quantile(deviations, 0.5);
  const meanDeviation = deviations.reduce((sum, value) => sum + value, 0) / deviations.length;
  const spread = mad > 0 ? mad / Z_PER_MAD : MEAN_DEVIATION_TO_SD * meanDeviation;
  return {
    count: values.length,
    median,
    low: quantile(sorted, 0.05),
    high: quantile(sorted, 0.95),
    spread,
  };
}

/** The modified z-score of a value in its group; 0 where the group has no spread. */
export function robustZ(value: number, { median, spread }: GroupStatistics): number {
  return spread > 0 ? (value - median) / spread : 0;
}

/** Whether a value lies too far to the bad side of its group: too much of a good thing is none. */
export function isOutlier(name: QcMetricName, value: number, group: GroupStatistics): boolean {
  const z = robustZ(value, group);
  return QC_METRICS[name].bad === "low" ? z < -MOST_Z : z > MOST_Z;
}

/** The values from and to which a metric is no outlier, for the database to compare with; null where any is none. */
export function usualRange(
  name: QcMetricName,
  { median, spread }: GroupStatistics,
): { from: number | null; to: number | null } {
  if (!(spread > 0)) return { from: null, to: null };
  return QC_METRICS[name].bad === "low"
    ? { from: median - MOST_Z * spread, to: null }
    : { from: null, to: median + MOST_Z * spread };
}

function quantile(sorted: Float64Array, fraction: number): number {
  const at = fraction * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] ?? 0;
  return low + (at - below) * ((sorted[below + 1] ?? low) - low);
}
