import { AppError } from "@/lib/platform/errors";
import type { CovariateSpec, FeatureRow } from "./feature-table";

/** How a covariate becomes columns of the design; kept in the model, so that later rows get the same ones. */
export type CovariateEncoding =
  | { name: string; kind: "number"; smallest: number; largest: number }
  /** The first level is the one the others are compared with. */
  | { name: string; kind: "levels"; levels: readonly string[] };

/** The encodings of covariates over the rows of a fit. */
export function encodingsOf(
  rows: readonly FeatureRow[],
  covariates: readonly CovariateSpec[],
): CovariateEncoding[] {
  return covariates.map(({ name, kind }) => {
    const values = rows.map((row) => row.covariates[name]);
    if (kind === "levels") return { name, kind, levels: [...new Set(values.map(String))].sort() };
    const numbers = values.map(Number);
    const among = (pick: (a: number, b: number) => number) =>
      numbers.reduce((a, b) => pick(a, b), numbers[0] ?? 0);
    return { name, kind, smallest: among(Math.min), largest: among(Math.max) };
  });
}

/** How many columns an encoding makes. */
export function columnsOf(encoding: CovariateEncoding): number {
  return encoding.kind === "number" ? 1 : Math.max(0, encoding.levels.length - 1);
}

/** Whether a row has a value for each covariate that the encodings know. */
export function isEncodable(row: FeatureRow, encodings: readonly CovariateEncoding[]): boolean {
  return encodings.every((encoding) => {
    const value = row.covariates[encoding.name];
    return encoding.kind === "number"
      ? typeof value === "number" && Number.isFinite(value)
      : typeof value === "string" && encoding.levels.includes(value);
  });
}

/** Whether a row lies outside what the fit has seen, e.g. older than anybody of it. */
export function isExtrapolated(row: FeatureRow, encodings: readonly CovariateEncoding[]): boolean {
  return encodings.some((encoding) => {
    if (encoding.kind !== "number") return false;
    const value = Number(row.covariates[encoding.name]);
    return value < encoding.smallest || value > encoding.largest;
  });
}

/**
 * The covariate columns of a row.
 * @throws AppError `internal` for a row that is not encodable
 */
export function covariateColumns(row: FeatureRow, encodings: readonly CovariateEncoding[]): number[] {
  if (!isEncodable(row, encodings)) throw new AppError("internal", "a row lacks a covariate of the model");
  return encodings.flatMap((encoding) => {
    const value = row.covariates[encoding.name];
    return encoding.kind === "number"
      ? [Number(value)]
      : encoding.levels.slice(1).map((level) => (value === level ? 1 : 0));
  });
}
