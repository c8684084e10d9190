import { sampleVariance } from "simple-statistics";
import { columnsOf, covariateColumns, type CovariateEncoding, encodingsOf } from "./covariates";
import type { FeatureTable, FitOptions } from "./feature-table";
import { explainedShare, type Grouping } from "./least-squares";

/** Fewest subjects of a batch: a location and a scale are estimated from them, or a location alone. */
export const FEWEST_IN_A_BATCH = { locationAndScale: 10, meanOnly: 5 } as const;

/** Fewest subjects beyond the number of coefficients. */
const FEWEST_SPARE = 10;

/**
 * Share of a covariate's variance that batches and other covariates may explain. Beyond it (a variance inflation of 20)
 * an effect of the batch cannot be told from one of the covariate.
 */
export const CONFOUNDED_FROM = 0.95;

/** Why no model is fitted. */
export type FitRefusal =
  | { reason: "too-few-features"; features: number; needed: number }
  | { reason: "too-few-batches"; batches: number; needed: number }
  | { reason: "too-few-subjects"; subjects: number; needed: number }
  | { reason: "small-batch"; batch: string; subjects: number; needed: number }
  | { reason: "repeated-subjects"; subjects: number }
  | { reason: "constant-feature"; feature: string; batch: string }
  | { reason: "determined-feature"; feature: string }
  | { reason: "constant-covariate"; covariate: string }
  | { reason: "confounded"; covariate: string; explained: number }
  | { reason: "not-converged"; batch: string };

/** The batches of a table, in the order of the model, with their rows. */
export function batchesOf(table: Pick<FeatureTable, "rows">): { batch: string; rows: number[] }[] {
  const rows = new Map<string, number[]>();
  table.rows.forEach(({ batch }, index) => {
    const known = rows.get(batch);
    if (known) known.push(index);
    else rows.set(batch, [index]);
  });
  return [...rows]
    .map(([batch, indices]) => ({ batch, rows: indices }))
    .sort((a, b) => (a.batch < b.batch ? -1 : 1));
}

/** The batch of each row, by its place in the order of the model. */
export function groupingOf({ rows }: Pick<FeatureTable, "rows">): Grouping {
  const names = [...new Set(rows.map(({ batch }) => batch))].sort();
  const places = new Map(names.map((batch, place) => [batch, place]));
  return { of: rows.map(({ batch }) => places.get(batch) ?? 0), groups: names.length };
}

/** Everything that forbids a fit; empty when it may go ahead. */
export function refusalsOf(table: FeatureTable, options: FitOptions): FitRefusal[] {
  const batches = batchesOf(table);
  const encodings = encodingsOf(table.rows, options.covariates);
  const needed = options.meanOnly ? FEWEST_IN_A_BATCH.meanOnly : FEWEST_IN_A_BATCH.locationAndScale;
  const refusals: FitRefusal[] = [];
  if (table.features.length < 2)
    refusals.push({ reason: "too-few-features", features: table.features.length, needed: 2 });
  if (batches.length < 2) refusals.push({ reason: "too-few-batches", batches: batches.length, needed: 2 });
  for (const { batch, rows } of batches) {
    if (rows.length < needed) refusals.push({ reason: "small-batch", batch, subjects: rows.length, needed });
  }
  const subjects = new Set(table.rows.map(({ subject }) => subject)).size;
  if (subjects < table.rows.length)
    refusals.push({ reason: "repeated-subjects", subjects: table.rows.length - subjects });
  const coefficients = batches.length + encodings.reduce((sum, encoding) => sum + columnsOf(encoding), 0);
  if (table.rows.length < coefficients + FEWEST_SPARE) {
    refusals.push({
      reason: "too-few-subjects",
      subjects: table.rows.length,
      needed: coefficients + FEWEST_SPARE,
    });
  }
  // What follows divides by variances, which need subjects to be of.
  if (refusals.length > 0) return refusals;
  return [...constantFeatures(table, batches), ...inseparable(table, encodings)];
}

function constantFeatures(table: FeatureTable, batches: ReturnType<typeof batchesOf>): FitRefusal[] {
  return table.features.flatMap((feature, column) =>
    batches
      .filter(({ rows }) => sampleVariance(rows.map((row) => table.rows[row]?.values[column] ?? 0)) === 0)
      .map(({ batch }) => ({ reason: "constant-feature" as const, feature, batch })),
  );
}

function inseparable(table: FeatureTable, encodings: readonly CovariateEncoding[]): FitRefusal[] {
  const grouping = groupingOf(table);
  const columns = encodings.map((encoding) => {
    const byRow = table.rows.map((row) => covariateColumns(row, [encoding]));
    return Array.from({ length: columnsOf(encoding) }, (_, column) => byRow.map((row) => row[column] ?? 0));
  });
  return encodings.flatMap((encoding, index): FitRefusal[] => {
    const covariate = encoding.name;
    const own = columns[index] ?? [];
    const constant = own.length === 0 || own.some((column) => column.every((value) => value === column[0]));
    if (constant) return [{ reason: "constant-covariate", covariate }];
    const others = columns.filter((_, other) => other !== index).flat();
    // Levels of one covariate are confounded together: each is tried beside the ones before it.
    const explained = Math.max(
      ...own.map((column, place) => explainedShare(column, [...others, ...own.slice(0, place)], grouping)),
    );
    return explained < CONFOUNDED_FROM ? [] : [{ reason: "confounded", covariate, explained }];
  });
}
