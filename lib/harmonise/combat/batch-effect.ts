import { quantileSorted } from "simple-statistics";
import { z } from "zod";
import { covariateColumns, type CovariateEncoding } from "./covariates";
import type { FeatureRow } from "./feature-table";
import { explainedShare } from "./least-squares";
import { batchesOf, groupingOf } from "./refusals";

// What a harmonisation did, as centiles by batch: no row of anybody. In a small batch a centile can still be one person's
// value, so that whoever reads it needs the right to her rows.

const spread = z.strictObject({
  p5: z.number(),
  p25: z.number(),
  median: z.number(),
  p75: z.number(),
  p95: z.number(),
});
export type Spread = z.infer<typeof spread>;

export const batchEffectSchema = z.strictObject({
  feature: z.string(),
  /** Share (0 to 1) of the variance beside the covariates that goes with the batch. */
  shareBefore: z.number(),
  shareAfter: z.number(),
  batches: z.array(
    z.strictObject({ batch: z.string(), subjects: z.number().int(), before: spread, after: spread }),
  ),
});
export type BatchEffect = z.infer<typeof batchEffectSchema>;

/** Each feature by batch, before and after. */
export function batchEffects(
  features: readonly string[],
  rows: readonly { row: FeatureRow; harmonised: readonly number[] }[],
  covariates: readonly CovariateEncoding[],
): BatchEffect[] {
  const table = { rows: rows.map(({ row }) => row) };
  const batches = batchesOf(table);
  const byRow = table.rows.map((row) => covariateColumns(row, covariates));
  const kept = (byRow[0] ?? []).map((_, column) => byRow.map((columns) => columns[column] ?? 0));
  const grouping = groupingOf(table);
  const oneGroup = { of: rows.map(() => 0), groups: 1 };
  const shareOf = (values: readonly number[]) => {
    const beside = explainedShare(values, kept, oneGroup);
    if (beside >= 1) return 0;
    return Math.max(0, (explainedShare(values, kept, grouping) - beside) / (1 - beside));
  };
  return features.map((feature, column) => {
    const before = rows.map(({ row }) => row.values[column] ?? 0);
    const after = rows.map(({ harmonised }) => harmonised[column] ?? 0);
    return {
      feature,
      shareBefore: shareOf(before),
      shareAfter: shareOf(after),
      batches: batches.map(({ batch, rows: own }) => ({
        batch,
        subjects: own.length,
        before: spreadOf(own.map((row) => before[row] ?? 0)),
        after: spreadOf(own.map((row) => after[row] ?? 0)),
      })),
    };
  });
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => quantileSorted(sorted, share);
  return { p5: at(0.05), p25: at(0.25), median: at(0.5), p75: at(0.75), p95: at(0.95) };
}
