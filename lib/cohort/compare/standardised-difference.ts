import { Matrix, pseudoInverse } from "ml-matrix";

// Standardised differences between two groups: by how many of their standard deviations they differ, whatever their
// sizes. P. C. Austin, "Balance diagnostics for comparing the distribution of baseline covariates between treatment
// groups", Stat. Med. 28 (2009) 3083-3107; with more than two values D. Yang and J. E. Dalton, "A unified approach to
// measuring the effect size between two groups", SAS Global Forum 2012, paper 335.

/** At least so large in absolute value is worth a look (Austin 2009). */
export const IMBALANCED_FROM = 0.1;

/**
 * A signed (continuous, binary) or absolute (more values) difference; "separate" where the groups differ without any
 * spread to measure it by; null where there is nothing to compare.
 */
export type StandardisedDifference = number | "separate" | null;

/** What a continuous difference is computed from. */
export interface MeanAndSpread {
  n: number;
  mean: number;
  /** Of the sample (n − 1); null below two values. */
  sd: number | null;
}

/** (mean₁ − mean₂) / √((s₁² + s₂²) / 2) (Austin 2009). */
export function continuousDifference(a: MeanAndSpread, b: MeanAndSpread): StandardisedDifference {
  if (a.sd === null || b.sd === null) return null;
  return over(a.mean - b.mean, Math.sqrt((a.sd ** 2 + b.sd ** 2) / 2));
}

/** (p₁ − p₂) / √((p₁(1 − p₁) + p₂(1 − p₂)) / 2) (Austin 2009), of counts among totals. */
export function binaryDifference(
  a: { count: number; total: number },
  b: { count: number; total: number },
): StandardisedDifference {
  if (a.total === 0 || b.total === 0) return null;
  const [p, q] = [a.count / a.total, b.count / b.total];
  return over(p - q, Math.sqrt((p * (1 - p) + q * (1 - q)) / 2));
}

/**
 * √(Tᵀ S⁻¹ T), T the differences of all proportions but one and S the mean of the two multinomial covariances (Yang
 * and Dalton 2012); never negative. Which value is left out changes nothing.
 * @param a counts by value; `b` in the same order
 */
export function multinomialDifference(a: readonly number[], b: readonly number[]): StandardisedDifference {
  const [totalA, totalB] = [sum(a), sum(b)];
  if (totalA === 0 || totalB === 0) return null;
  const present = a.map((_, at) => at).filter((at) => (a[at] ?? 0) + (b[at] ?? 0) > 0);
  const kept = present.slice(1);
  if (kept.length === 0) return 0;
  const p = kept.map((at) => (a[at] ?? 0) / totalA);
  const q = kept.map((at) => (b[at] ?? 0) / totalB);
  const covariance = (of: number[], k: number, l: number) =>
    k === l ? (of[k] ?? 0) * (1 - (of[k] ?? 0)) : -(of[k] ?? 0) * (of[l] ?? 0);
  const spread = new Matrix(
    kept.map((_, k) => kept.map((__, l) => (covariance(p, k, l) + covariance(q, k, l)) / 2)),
  );
  const difference = Matrix.columnVector(kept.map((_, k) => (p[k] ?? 0) - (q[k] ?? 0)));
  const solved = pseudoInverse(spread).mmul(difference);
  // Where the difference points out of what varies, no spread measures it: the groups share no value along it.
  const residual = Matrix.sub(spread.mmul(solved), difference).norm();
  if (residual > 1e-6) return "separate";
  return Math.sqrt(Math.max(0, difference.transpose().mmul(solved).get(0, 0)));
}

/** Whether a difference is marked. */
export function isImbalanced(difference: StandardisedDifference): boolean {
  return difference === "separate" || (difference !== null && Math.abs(difference) > IMBALANCED_FROM);
}

function over(difference: number, spread: number): StandardisedDifference {
  if (spread > 0) return difference / spread;
  return difference === 0 ? 0 : "separate";
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
