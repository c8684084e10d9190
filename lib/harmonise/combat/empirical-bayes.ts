import { mean, sampleVariance } from "simple-statistics";

/** The posterior location and squared scale of each feature in one batch. */
export interface Posterior {
  location: number[];
  scale: number[];
}

/** sva::ComBat's `conv`. */
const CONVERGED_BELOW = 1e-4;

/** Far beyond what any fit took; one that needs more does not converge. */
const MOST_ITERATIONS = 10_000;

/** Posterior mean of a location (Johnson 2007, eq. 3.1): `n` subjects of scale `scale` against the prior. */
function posteriorLocation(
  own: number,
  prior: number,
  n: number,
  scale: number,
  priorVariance: number,
): number {
  return (priorVariance * n * own + scale * prior) / (priorVariance * n + scale);
}

/**
 * Locations where scales stay 1.
 * @param own the batch's mean of each standardised feature
 */
export function posteriorOfMeans(own: readonly number[]): Posterior {
  const prior = mean([...own]);
  const variance = sampleVariance([...own]);
  // Not the number of subjects but 1 is what sva's mean-only form weighs a location by.
  return {
    location: own.map((location) => posteriorLocation(location, prior, 1, 1, variance)),
    scale: own.map(() => 1),
  };
}

/**
 * Locations and scales of a batch by Johnson, Li & Rabinovic 2007 (parametric priors: normal locations, inverse gamma
 * scales), iterated over all features at once until none changes by 1e-4 of itself, as sva::ComBat does.
 * @param standardised by feature, the values of the batch
 * @returns null when that does not settle
 */
export function posteriorOf(standardised: readonly (readonly number[])[]): Posterior | null {
  const ownLocation = standardised.map((values) => mean([...values]));
  const ownScale = standardised.map((values) => sampleVariance([...values]));
  const locationPrior = mean(ownLocation);
  const locationVariance = sampleVariance(ownLocation);
  const scaleMean = mean(ownScale);
  const scaleVariance = sampleVariance(ownScale);
  // Method of moments for the inverse gamma.
  const shape = (2 * scaleVariance + scaleMean ** 2) / scaleVariance;
  const rate = (scaleMean * scaleVariance + scaleMean ** 3) / scaleVariance;
  if (!Number.isFinite(shape) || !Number.isFinite(rate)) return null;

  let location = ownLocation;
  let scale = ownScale;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration += 1) {
    const oldLocation = location;
    const oldScale = scale;
    location = ownLocation.map((own, feature) =>
      posteriorLocation(
        own,
        locationPrior,
        standardised[feature]?.length ?? 0,
        oldScale[feature] ?? 1,
        locationVariance,
      ),
    );
    scale = standardised.map((values, feature) => {
      const centre = location[feature] ?? 0;
      const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
      return (0.5 * squares + rate) / (values.length / 2 + shape - 1);
    });
    if (!(
      largestChange(location, oldLocation) > CONVERGED_BELOW ||
      largestChange(scale, oldScale) > CONVERGED_BELOW
    ))
      return { location, scale };
  }
  return null;
}

/**
 * The largest relative change. The denominator keeps its sign, as in sva: a location below zero counts as settled. That
 * is a slip of theirs, kept so that both give the same figures.
 */
function largestChange(now: readonly number[], before: readonly number[]): number {
  return now.reduce((largest, value, index) => {
    const old = before[index] ?? 0;
    const change = Math.abs(value - old) / old;
    return Number.isNaN(change) ? largest : Math.max(largest, change);
  }, -Infinity);
}
