import { AppError } from "@/lib/platform/errors";
import { covariateColumns, encodingsOf } from "./covariates";
import { type Posterior, posteriorOf, posteriorOfMeans } from "./empirical-bayes";
import type { FeatureTable, FitOptions } from "./feature-table";
import { leastSquares } from "./least-squares";
import type { CombatModel } from "./model";
import { batchesOf, groupingOf, type FitRefusal, refusalsOf } from "./refusals";

export type FitOutcome = { ok: true; model: CombatModel } | { ok: false; refusals: FitRefusal[] };

/**
 * Fits ComBat (Johnson, Li & Rabinovic 2007, parametric) to a table, batches as fixed effects beside the covariates
 * that are kept. The same figures as R's sva::ComBat.
 */
export function fitCombat(table: FeatureTable, options: FitOptions): FitOutcome {
  if (table.rows.some(({ values }) => !isOfFeatures(values, table.features.length)))
    throw new AppError("internal", "a row lacks a feature");
  const refusals = refusalsOf(table, options);
  if (refusals.length > 0) return { ok: false, refusals };

  const batches = batchesOf(table);
  const covariates = encodingsOf(table.rows, options.covariates);
  const kept = table.rows.map((row) => covariateColumns(row, covariates));
  const count = table.rows.length;
  const columns = (kept[0] ?? []).map((_, column) => kept.map((row) => row[column] ?? 0));
  const values = table.features.map((_, feature) => table.rows.map((row) => row.values[feature] ?? 0));
  const grouping = groupingOf(table);
  const { batchEffects, coefficients } = leastSquares(grouping, columns, values);
  const features = table.features.map((_, feature) => feature);
  const keptEffect = (row: number, feature: number) =>
    (kept[row] ?? []).reduce((sum, value, column) => sum + value * (coefficients[column]?.[feature] ?? 0), 0);
  const grandMean = features.map((feature) =>
    batches.reduce(
      (sum, { rows }, batch) => sum + (rows.length / count) * (batchEffects[batch]?.[feature] ?? 0),
      0,
    ),
  );
  const pooledVariance = features.map((feature) =>
    table.rows.reduce((sum, row, index) => {
      const expected = (batchEffects[grouping.of[index] ?? 0]?.[feature] ?? 0) + keptEffect(index, feature);
      return sum + ((row.values[feature] ?? 0) - expected) ** 2 / count;
    }, 0),
  );
  // A feature that batches and covariates make up has nothing that could be brought to one scale.
  const determined = table.features.filter((_, feature) => {
    const squares = (values[feature] ?? []).reduce((sum, value) => sum + value ** 2 / count, 0);
    return (pooledVariance[feature] ?? 0) <= 1e-24 * squares;
  });
  if (determined.length > 0) {
    return {
      ok: false,
      refusals: determined.map((feature) => ({ reason: "determined-feature", feature })),
    };
  }
  const standardised = (row: number, feature: number) =>
    ((values[feature]?.[row] ?? 0) - (grandMean[feature] ?? 0) - keptEffect(row, feature)) /
    Math.sqrt(pooledVariance[feature] ?? 1);

  const posteriors: Posterior[] = [];
  for (const { batch, rows } of batches) {
    const own = features.map((feature) => rows.map((row) => standardised(row, feature)));
    const posterior = options.meanOnly
      ? posteriorOfMeans(own.map((of) => of.reduce((sum, value) => sum + value, 0) / of.length))
      : posteriorOf(own);
    if (posterior === null || !posterior.location.every(Number.isFinite))
      return { ok: false, refusals: [{ reason: "not-converged", batch }] };
    posteriors.push(posterior);
  }
  return {
    ok: true,
    model: {
      version: 1,
      features: [...table.features],
      covariates: covariates.map((encoding) =>
        encoding.kind === "levels" ? { ...encoding, levels: [...encoding.levels] } : encoding,
      ),
      meanOnly: options.meanOnly,
      batches: batches.map(({ batch, rows }) => ({ batch, subjects: rows.length })),
      coefficients,
      grandMean,
      pooledVariance,
      location: posteriors.map(({ location }) => location),
      scale: posteriors.map(({ scale }) => scale),
    },
  };
}

function isOfFeatures(values: readonly number[], features: number): boolean {
  return values.length === features && values.every(Number.isFinite);
}
