import { Matrix, QrDecomposition } from "ml-matrix";

// Batches are many and their indicators sparse: their effects are taken out by subtracting the batches' means, which is
// the same regression (Frisch, Waugh & Lovell) at a cost that does not grow with their number.

/** To which batch each row belongs, by its place among the batches. */
export interface Grouping {
  of: readonly number[];
  groups: number;
}

export interface LeastSquares {
  /** By batch and feature: the value of the batch where all covariates are 0. */
  batchEffects: number[][];
  /** By covariate column and feature. */
  coefficients: number[][];
}

/** Regression of each feature on indicators of the batches and the covariate columns, together of full rank. */
export function leastSquares(
  grouping: Grouping,
  covariates: readonly (readonly number[])[],
  features: readonly (readonly number[])[],
): LeastSquares {
  const centredCovariates = covariates.map((column) => withoutMeans(column, grouping));
  const centredFeatures = features.map((column) => withoutMeans(column, grouping));
  const coefficients =
    covariates.length === 0
      ? []
      : new QrDecomposition(new Matrix(centredCovariates.map((column) => column.centred)).transpose())
          .solve(new Matrix(centredFeatures.map((column) => column.centred)).transpose())
          .to2DArray();
  const batchEffects = Array.from({ length: grouping.groups }, (_, group) =>
    centredFeatures.map(({ means }, feature) =>
      centredCovariates.reduce(
        (mean, covariate, column) =>
          mean - (covariate.means[group] ?? 0) * (coefficients[column]?.[feature] ?? 0),
        means[group] ?? 0,
      ),
    ),
  );
  return { batchEffects, coefficients };
}

/** Share of the variance of `column` about its mean that batches and the other columns explain; 1 for a constant. */
export function explainedShare(
  column: readonly number[],
  others: readonly (readonly number[])[],
  grouping: Grouping,
): number {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  const total = column.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (total === 0) return 1;
  const basis: number[][] = [];
  for (const other of others) {
    const within = withoutMeans(other, grouping).centred;
    const rest = residual(within, basis);
    const length = Math.sqrt(sumOfSquares(rest));
    // A column that batches and the ones before it make up adds no direction, but for rounding.
    if (length > 1e-9 * Math.sqrt(sumOfSquares(other))) basis.push(rest.map((value) => value / length));
  }
  return 1 - sumOfSquares(residual(withoutMeans(column, grouping).centred, basis)) / total;
}

function withoutMeans(
  column: readonly number[],
  { of, groups }: Grouping,
): { centred: number[]; means: number[] } {
  const sums = new Float64Array(groups);
  const counts = new Float64Array(groups);
  column.forEach((value, row) => {
    const group = of[row] ?? 0;
    sums[group] = (sums[group] ?? 0) + value;
    counts[group] = (counts[group] ?? 0) + 1;
  });
  const means = [...sums].map((sum, group) => sum / (counts[group] ?? 1));
  return { centred: column.map((value, row) => value - (means[of[row] ?? 0] ?? 0)), means };
}

/** What is left of a vector beside an orthonormal basis; twice, for the rounding of the first pass. */
function residual(vector: readonly number[], basis: readonly (readonly number[])[]): number[] {
  const rest = [...vector];
  for (let pass = 0; pass < 2; pass += 1) {
    for (const direction of basis) {
      const along = direction.reduce((sum, value, index) => sum + value * (rest[index] ?? 0), 0);
      for (let index = 0; index < rest.length; index += 1) {
        rest[index] = (rest[index] ?? 0) - along * (direction[index] ?? 0);
      }
    }
  }
  return rest;
}

function sumOfSquares(vector: readonly number[]): number {
  return vector.reduce((sum, value) => sum + value * value, 0);
}
