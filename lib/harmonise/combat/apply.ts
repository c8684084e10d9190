import { covariateColumns, isEncodable, isExtrapolated } from "./covariates";
import type { FeatureRow } from "./feature-table";
import type { CombatModel } from "./model";

/** Why a model is not applied. */
export type ApplyRefusal = { reason: "unseen-batch"; batch: string; rows: number } | { reason: "no-rows" };

export type ApplyOutcome<Row extends FeatureRow> =
  | {
      ok: true;
      /** Each row with its harmonised values, in the order given. */
      rows: { row: Row; harmonised: number[] }[];
      /** Rows without a covariate of the model, or with a level that it has not seen: left out. */
      withoutCovariate: number;
      /** Rows outside the range of a covariate of the fit, e.g. older than anybody of it: harmonised all the same. */
      extrapolated: number;
    }
  | { ok: false; refusals: ApplyRefusal[] };

/** Applies a fitted model to rows of its batches; a batch that it has not seen is refused, and nothing is done. */
export function applyCombat<Row extends FeatureRow>(
  model: CombatModel,
  rows: readonly Row[],
): ApplyOutcome<Row> {
  const known = new Map(model.batches.map(({ batch }, index) => [batch, index]));
  const unseen = new Map<string, number>();
  for (const { batch } of rows) if (!known.has(batch)) unseen.set(batch, (unseen.get(batch) ?? 0) + 1);
  if (unseen.size > 0) {
    const refusals = [...unseen].map(([batch, count]) => ({
      reason: "unseen-batch" as const,
      batch,
      rows: count,
    }));
    return { ok: false, refusals };
  }
  const usable = rows.filter((row) => isEncodable(row, model.covariates));
  if (usable.length === 0) return { ok: false, refusals: [{ reason: "no-rows" }] };
  return {
    ok: true,
    rows: usable.map((row) => ({ row, harmonised: harmonise(model, row, known.get(row.batch) ?? 0) })),
    withoutCovariate: rows.length - usable.length,
    extrapolated: usable.filter((row) => isExtrapolated(row, model.covariates)).length,
  };
}

function harmonise(model: CombatModel, row: FeatureRow, batch: number): number[] {
  const columns = covariateColumns(row, model.covariates);
  return model.features.map((_, feature) => {
    const expected = columns.reduce(
      (sum, value, column) => sum + value * (model.coefficients[column]?.[feature] ?? 0),
      model.grandMean[feature] ?? 0,
    );
    const spread = Math.sqrt(model.pooledVariance[feature] ?? 1);
    const standardised = ((row.values[feature] ?? 0) - expected) / spread;
    const location = model.location[batch]?.[feature] ?? 0;
    const scale = Math.sqrt(model.scale[batch]?.[feature] ?? 1);
    return ((standardised - location) / scale) * spread + expected;
  });
}
