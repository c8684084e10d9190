import type { Matrix} from "ml-matrix";
import { QrDecomposition } from "ml-matrix";

/** Coefficients of the least squares of `values` (rows × features) on `design` (rows × columns), of full rank. */
export function leastSquares(design: Matrix, values: Matrix): Matrix {
  return new QrDecomposition(design).solve(values);
}

/**
 * Share of the variance of `column` about its mean that the other columns explain, 1 for a constant. `others` span the
 * intercept.
 */
export function explainedShare(column: readonly number[], others: readonly (readonly number[])[]): number {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  const centred = column.map((value) => value - mean);
  const total = sumOfSquares(centred);
  if (total === 0) return 1;
  const basis: number[][] = [];
  for (const other of others) {
    const rest = residual(other, basis);
    const length = Math.sqrt(sumOfSquares(rest));
    // A column that the ones before it make up adds no direction, but for rounding.
    if (length > 1e-9 * Math.sqrt(sumOfSquares(other))) basis.push(rest.map((value) => value / length));
  }
  return 1 - sumOfSquares(residual(centred, basis)) / total;
}

function sumOfSquares(vector: readonly number[]): number {
  return vector.reduce((sum, value) => sum + value * value, 0);
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
