import { quantileSorted } from "simple-statistics";
import { z } from "zod";
import { covariateColumns, type CovariateEncoding } from "./covariates";
import type { FeatureRow } from "./feature-table";
import { explainedShare } from "./least-squares";

// What a harmonisation did, told without anybody's own value: the ends of a distribution are its 5th and 95th centile.

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
  const batches = [...new Set(rows.map(({ row }) => row.batch))].sort();
  const indicators = batches.map((batch) => rows.map(({ row }) => (row.batch === batch ? 1 : 0)));
  const byRow = rows.map(({ row }) => covariateColumns(row, covariates));
  const kept = [
    rows.map(() => 1),
    ...(byRow[0] ?? []).map((_, column) => byRow.map((columns) => columns[column] ?? 0)),
  ];
  const shareOf = (values: readonly number[]) => {
    const beside = explainedShare(values, kept);
    if (beside >= 1) return 0;
    return Math.max(0, (explainedShare(values, [...indicators, ...kept]) - beside) / (1 - beside));
  };
  return features.map((feature, column) => {
    const before = rows.map(({ row }) => row.values[column] ?? 0);
    const after = rows.map(({ harmonised }) => harmonised[column] ?? 0);
    return {
      feature,
      shareBefore: shareOf(before),
      shareAfter: shareOf(after),
      batches: batches.map((batch) => {
        const own = (_: number, index: number) => rows[index]?.row.batch === batch;
        return {
          batch,
          subjects: before.filter(own).length,
          before: spreadOf(before.filter(own)),
          after: spreadOf(after.filter(own)),
        };
      }),
    };
  });
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => quantileSorted(sorted, share);
  return { p5: at(0.05), p25: at(0.25), median: at(0.5), p75: at(0.75), p95: at(0.95) };
}
