import { errorFunction, gammaln, median, wilcoxonRankSum } from "simple-statistics";

// Two samples compared without assuming a distribution. Pure.

/** What the approximation of the normal tail carries (Abramowitz & Stegun 7.1.26): no smaller probability is claimed. */
const SMALLEST_P = 1e-6;

/** Ranks from 1, ties sharing their mean rank; `ties` is Σ(t³ − t) over groups of t equal values. */
export function midranks(values: readonly number[]): { ranks: number[]; ties: number } {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  let ties = 0;
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end++;
    for (const index of order.slice(start, end)) ranks[index] = (start + end + 1) / 2;
    ties += (end - start) ** 3 - (end - start);
    start = end;
  }
  return { ranks, ties };
}

/**
 * Two-sided probability of the Wilcoxon–Mann–Whitney test: exact for few values without ties, else by the normal
 * approximation with corrections for ties and continuity (Hollander & Wolfe, Nonparametric Statistical Methods, 2nd ed.,
 * §4.1). Only ranks enter: an outlier weighs no more than the largest value would.
 */
export function mannWhitney(before: readonly number[], after: readonly number[]): number {
  const m = before.length;
  const n = after.length;
  const total = m + n;
  if (m === 0 || n === 0) return 1;
  const u = wilcoxonRankSum([...after], [...before]) - (n * (n + 1)) / 2;
  const { ties } = midranks([...before, ...after]);
  if (ties === 0 && total <= MOST_EXACT) return exactProbability(u, m, n);
  const variance = ((m * n) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (variance <= 0) return 1;
  const z = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5) / Math.sqrt(variance);
  return Math.min(1, Math.max(SMALLEST_P, 1 - errorFunction(z / Math.SQRT2)));
}

/** Most values of both sides together for which every arrangement is counted. */
const MOST_EXACT = 40;

/** Two-sided exact probability of U, by the counts of arrangements that give each U (Mann & Whitney 1947). */
function exactProbability(u: number, m: number, n: number): number {
  // Coefficients of the Gaussian binomial: multiplied by (1 − q^(n+i)) and divided by (1 − q^i), for i up to m.
  const counts = new Array<number>(m * n + 1).fill(0);
  counts[0] = 1;
  for (let i = 1; i <= m; i++) {
    for (let k = m * n; k >= n + i; k--) counts[k] = (counts[k] ?? 0) - (counts[k - n - i] ?? 0);
    for (let k = i; k <= m * n; k++) counts[k] = (counts[k] ?? 0) + (counts[k - i] ?? 0);
  }
  const tail = counts.slice(0, Math.min(u, m * n - u) + 1).reduce((sum, count) => sum + count, 0);
  return Math.min(1, (2 * tail) / counts.reduce((sum, count) => sum + count, 0));
}

/** Most values of a side that are paired with those of the other: the median of 40,000 differences is enough. */
const MOST_PAIRED = 200;

/** Hodges–Lehmann estimate of the shift: the median of all differences after − before (ibid. §4.2). */
export function hodgesLehmann(before: readonly number[], after: readonly number[]): number {
  const from = thinned(before);
  const to = thinned(after);
  return median(to.flatMap((y) => from.map((x) => y - x)));
}

/** At most so many values, evenly spread over the sorted sample. */
function thinned(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length <= MOST_PAIRED) return sorted;
  return Array.from(
    { length: MOST_PAIRED },
    (_, index) => sorted[Math.floor(((index + 0.5) / MOST_PAIRED) * sorted.length)] ?? 0,
  );
}

/** A median absolute deviation of normal values times this is their standard deviation. */
const MAD_TO_SD = 1.4826;

/**
 * Spread of two samples, each about its own median, as a standard deviation that outliers do not move (scaled median
 * absolute deviation). Where most values are equal, the mean absolute deviation.
 */
export function pooledSpread(before: readonly number[], after: readonly number[]): number {
  const deviations = [before, after].flatMap((values) => {
    const middle = median([...values]);
    return values.map((value) => Math.abs(value - middle));
  });
  const robust = median(deviations) * MAD_TO_SD;
  if (robust > 0) return robust;
  return (deviations.reduce((sum, value) => sum + value, 0) / deviations.length) * Math.sqrt(Math.PI / 2);
}

const logChoose = (n: number, k: number): number => gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);

/**
 * One-sided Fisher's exact test (Fisher 1935): how probable so many hits after, or more, are when hits fall alike on
 * both sides.
 */
export function fisherIncrease(hitsBefore: number, before: number, hitsAfter: number, after: number): number {
  const hits = hitsBefore + hitsAfter;
  const all = logChoose(before + after, hits);
  let p = 0;
  for (let k = hitsAfter; k <= Math.min(hits, after); k++) {
    if (hits - k <= before) p += Math.exp(logChoose(after, k) + logChoose(before, hits - k) - all);
  }
  return Math.min(1, p);
}
