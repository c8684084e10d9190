import fc from "fast-check";
import { mean, sampleStandardDeviation } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { applyCombat } from "./apply";
import { batchEffects, batchEffectSchema } from "./batch-effect";
import type { CovariateSpec, FeatureRow, FeatureTable, FitOptions } from "./feature-table";
import { fitCombat } from "./fit";
import { type CombatModel, combatModelSchema } from "./model";
import { MADE_BATCHES, MADE_FEATURES, makeTable } from "./testing/made-table";

const AGE: CovariateSpec = { name: "ageYears", kind: "number" };
const SEX: CovariateSpec = { name: "sex", kind: "levels" };
const STATUS: CovariateSpec = { name: "status", kind: "levels" };
const ALL: FitOptions = { covariates: [AGE, SEX, STATUS], meanOnly: false };

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const made = (seed: number, batches = MADE_BATCHES) => makeTable({ seed, batches, features: MADE_FEATURES });
const even = (subjects: number) =>
  ["a", "b", "c"].map((batch) => ({ batch, subjects, shift: [0, 0, 0, 0, 0], scale: [1, 1, 1, 1, 1] }));

function fitted(table: FeatureTable, options = ALL): CombatModel {
  const outcome = fitCombat(table, options);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusals));
  return outcome.model;
}

function harmonised(model: CombatModel, rows: readonly FeatureRow[]) {
  const outcome = applyCombat(model, rows);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusals));
  return outcome.rows;
}

const bySubject = (rows: ReturnType<typeof harmonised>) =>
  new Map(rows.map(({ row, harmonised: values }) => [row.subject, values]));

describe("ComBat", () => {
  it("nearly leaves alone what has no effect of the batch", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const table = made(seed, even(200));
        for (const { row, harmonised: values } of harmonised(fitted(table), table.rows)) {
          MADE_FEATURES.forEach(({ spread }, feature) => {
            const off = Math.abs((values[feature] ?? NaN) - (row.values[feature] ?? NaN));
            // Locations of 200 subjects are known to 0.07 of a spread, scales to 5 %: three of each, at 4 spreads.
            expect(off).toBeLessThan(0.85 * spread);
          });
        }
        const typical = harmonised(fitted(table), table.rows).map(({ row, harmonised: values }) =>
          Math.abs((values[0] ?? NaN) - (row.values[0] ?? NaN)),
        );
        expect(mean(typical)).toBeLessThan(0.2 * (MADE_FEATURES[0]?.spread ?? 0));
      }),
      { numRuns: 12 },
    );
  });

  it("takes known shifts and scales away", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const table = made(
          seed,
          MADE_BATCHES.map((batch) => ({ ...batch, subjects: 150 })),
        );
        const model = fitted(table);
        for (const effect of batchEffects(table.features, harmonised(model, table.rows), model.covariates)) {
          expect(effect.shareBefore).toBeGreaterThan(0.1);
          expect(effect.shareAfter).toBeLessThan(0.01);
          const widths = effect.batches.map(({ after }) => after.p75 - after.p25);
          expect(Math.max(...widths) / Math.min(...widths)).toBeLessThan(1.8);
        }
        // What was added comes off again, within what 150 subjects can tell of it.
        const spread = Math.sqrt(model.pooledVariance[0] ?? NaN);
        const shifts = model.location.map((location) => ((location[0] ?? NaN) * spread) / 2);
        const centre = mean(MADE_BATCHES.map(({ shift }) => shift[0] ?? NaN));
        MADE_BATCHES.forEach(({ shift }, batch) => {
          expect(Math.abs((shifts[batch] ?? NaN) - ((shift[0] ?? NaN) - centre))).toBeLessThan(0.5);
        });
      }),
      { numRuns: 12 },
    );
  });

  it("keeps the effects of covariates", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const table = made(
          seed,
          MADE_BATCHES.map((batch) => ({ ...batch, subjects: 300 })),
        );
        const rows = harmonised(fitted(table), table.rows);
        MADE_FEATURES.forEach(({ spread, ofPatients }, feature) => {
          const of = (status: string) =>
            rows
              .filter(({ row }) => row.covariates.status === status)
              .map(({ row, harmonised: values }) => {
                const aged = MADE_FEATURES[feature]?.perYear ?? NaN;
                return (values[feature] ?? NaN) - aged * (Number(row.covariates.ageYears) - 50);
              });
          const difference = mean(of("patient")) - mean(of("control"));
          expect(Math.abs(difference - ofPatients)).toBeLessThan(0.5 * spread);
        });
      }),
      { numRuns: 8 },
    );
  });

  it("depends neither on the order of rows nor on the names of batches", () => {
    fc.assert(
      fc.property(seeds, fc.infiniteStream(fc.nat()), (seed, order) => {
        const table = made(seed);
        const names = new Map([
          ["a", "z"],
          ["b", "m"],
          ["c", "a"],
          ["d", "q"],
        ]);
        const other = table.rows
          .map((row) => ({ row: { ...row, batch: names.get(row.batch) ?? "" }, key: order.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ row }) => row);
        const expected = bySubject(harmonised(fitted(table), table.rows));
        const found = bySubject(harmonised(fitted({ ...table, rows: other }), other));
        for (const [subject, values] of expected) {
          values.forEach((value, feature) => {
            const close = Math.abs((found.get(subject)?.[feature] ?? NaN) - value);
            expect(close).toBeLessThan(1e-8 * Math.max(1, Math.abs(value)));
          });
        }
      }),
      { numRuns: 12 },
    );
  });

  it("does not depend on the unit of a feature", () => {
    const table = made(5);
    const scaled = {
      ...table,
      rows: table.rows.map((row) => ({ ...row, values: row.values.map((value) => value * 1000 - 7) })),
    };
    const expected = harmonised(fitted(table), table.rows);
    harmonised(fitted(scaled), scaled.rows).forEach(({ harmonised: values }, row) =>
      values.forEach((value, feature) =>
        expect((value + 7) / 1000).toBeCloseTo(expected[row]?.harmonised[feature] ?? NaN, 6),
      ),
    );
  });

  it("leaves scales alone in its mean-only form", () => {
    const table = made(8);
    const model = fitted(table, { ...ALL, meanOnly: true });
    expect(new Set(model.scale.flat())).toEqual(new Set([1]));
    const rows = harmonised(model, table.rows);
    for (const { batch } of MADE_BATCHES) {
      const own = rows.filter(({ row }) => row.batch === batch);
      const before = sampleStandardDeviation(own.map(({ row }) => row.values[0] ?? NaN));
      expect(sampleStandardDeviation(own.map(({ harmonised: [value = NaN] }) => value))).toBeCloseTo(
        before,
        8,
      );
    }
  });

  it("outlives its storage as JSON", () => {
    const table = made(9);
    const model = fitted(table);
    const stored = combatModelSchema.parse(JSON.parse(JSON.stringify(model)));
    expect(harmonised(stored, table.rows)).toEqual(harmonised(model, table.rows));
    expect(combatModelSchema.safeParse({ ...model, grandMean: [1] }).success).toBe(false);
    expect(
      combatModelSchema.safeParse({ ...model, pooledVariance: model.grandMean.map(() => 0) }).success,
    ).toBe(false);
  });

  it("tells effects as centiles by batch", () => {
    const table = made(10);
    const model = fitted(table);
    const effects = batchEffects(table.features, harmonised(model, table.rows), model.covariates);
    expect(effects.map(({ feature }) => feature)).toEqual(table.features);
    for (const effect of effects) {
      batchEffectSchema.parse(effect);
      expect(effect.batches.map(({ subjects }) => subjects)).toEqual([46, 31, 62, 17]);
      for (const { before, after } of effect.batches) {
        for (const { p5, p25, median, p75, p95 } of [before, after]) {
          expect([p5, p25, median, p75, p95]).toEqual([p5, p25, median, p75, p95].sort((a, b) => a - b));
        }
      }
    }
    // By hand: the median of 31 values is the 16th.
    const own = table.rows.filter(({ batch }) => batch === "b").map(({ values }) => values[0] ?? NaN);
    expect(effects[0]?.batches[1]?.before.median).toBe(own.sort((a, b) => a - b)[15]);
  });
});

describe("refusals to fit", () => {
  const reasons = (table: FeatureTable, options = ALL) => {
    const outcome = fitCombat(table, options);
    return outcome.ok ? [] : outcome.refusals;
  };
  const changed = (table: FeatureTable, change: (row: FeatureRow) => FeatureRow): FeatureTable => ({
    ...table,
    rows: table.rows.map(change),
  });

  it("name a batch of too few subjects, unless locations alone are wanted", () => {
    const few = made(1, [...even(40), { batch: "e", subjects: 9, shift: [], scale: [] }]);
    expect(reasons(few)).toEqual([{ reason: "small-batch", batch: "e", subjects: 9, needed: 10 }]);
    expect(reasons(few, { ...ALL, meanOnly: true })).toEqual([]);
    const fewer = made(1, [...even(40), { batch: "e", subjects: 4, shift: [], scale: [] }]);
    expect(reasons(fewer, { ...ALL, meanOnly: true })).toMatchObject([{ reason: "small-batch", needed: 5 }]);
  });

  it("count batches, features and subjects", () => {
    expect(reasons(made(1, even(40).slice(0, 1)))).toMatchObject([{ reason: "too-few-batches", batches: 1 }]);
    const one = changed({ ...made(1), features: ["snr"] }, (row) => ({
      ...row,
      values: row.values.slice(0, 1),
    }));
    expect(reasons(one)).toMatchObject([{ reason: "too-few-features", features: 1 }]);
    expect(reasons(made(1, even(5)), { ...ALL, meanOnly: true })).toEqual([
      { reason: "too-few-subjects", subjects: 15, needed: 16 },
    ]);
    expect(reasons({ features: ["snr", "cnr"], rows: [] }).map(({ reason }) => reason)).toEqual([
      "too-few-batches",
      "too-few-subjects",
    ]);
  });

  it("take each subject once", () => {
    const table = made(1);
    expect(reasons({ ...table, rows: [...table.rows, ...table.rows.slice(0, 3)] })).toEqual([
      { reason: "repeated-subjects", subjects: 3 },
    ]);
  });

  it("say which covariate goes with the batches", () => {
    const byBatch = changed(made(1), (row) => ({
      ...row,
      covariates: { ...row.covariates, status: row.batch < "c" ? "control" : "patient" },
    }));
    expect(reasons(byBatch)).toMatchObject([{ reason: "confounded", covariate: "status" }]);
    expect(reasons(byBatch, { ...ALL, covariates: [AGE, SEX] })).toEqual([]);
    // Nearly so: the old are at one scanner, the young at the others.
    const byAge = changed(made(1), (row) => ({
      ...row,
      covariates: {
        ...row.covariates,
        ageYears: (row.batch === "a" ? 80 : 20) + (Number(row.covariates.ageYears) % 5),
      },
    }));
    expect(reasons(byAge)).toMatchObject([{ reason: "confounded", covariate: "ageYears" }]);
    // Levels that make up a batch together, though none does alone.
    const three = changed(made(1), (row) => ({
      ...row,
      covariates: {
        ...row.covariates,
        status: row.batch === "a" ? "control" : Number(row.covariates.ageYears) % 2 ? "first" : "second",
      },
    }));
    expect(reasons(three)).toMatchObject([{ reason: "confounded", covariate: "status" }]);
  });

  it("find covariates that say one thing", () => {
    const twice = changed(made(1), (row) => ({
      ...row,
      covariates: { ...row.covariates, status: row.covariates.sex === "male" ? "patient" : "control" },
    }));
    expect(reasons(twice).map((refusal) => "covariate" in refusal && refusal.covariate)).toEqual([
      "sex",
      "status",
    ]);
    const women = changed(made(1), (row) => ({ ...row, covariates: { ...row.covariates, sex: "female" } }));
    expect(reasons(women)).toEqual([{ reason: "constant-covariate", covariate: "sex" }]);
  });

  it("name a feature that does not vary", () => {
    const constant = changed(made(1), (row) => ({
      ...row,
      values: row.values.map((value, feature) => (feature === 2 && row.batch === "b" ? 1 : value)),
    }));
    expect(reasons(constant)).toEqual([{ reason: "constant-feature", feature: "efc", batch: "b" }]);
    const determined = changed(made(1), (row) => ({
      ...row,
      values: row.values.map((value, feature) =>
        feature === 2 ? Number(row.covariates.ageYears) * 2 : value,
      ),
    }));
    expect(reasons(determined)).toEqual([{ reason: "determined-feature", feature: "efc" }]);
  });

  it("throw at a row without one of its features", () => {
    const broken = changed(made(1), (row) => ({ ...row, values: row.values.map(() => NaN) }));
    expect(() => fitCombat(broken, ALL)).toThrow("lacks a feature");
  });
});

describe("applying", () => {
  it("refuses batches that the fit has not seen, and does nothing", () => {
    const table = made(3);
    const others = made(4, [{ batch: "elsewhere", subjects: 3, shift: [], scale: [] }]);
    expect(applyCombat(fitted(table), [...table.rows, ...others.rows])).toEqual({
      ok: false,
      refusals: [{ reason: "unseen-batch", batch: "elsewhere", rows: 3 }],
    });
  });

  it("counts who lacks a covariate or lies beyond the fit", () => {
    const table = made(3);
    const [first, second, third] = table.rows;
    if (!first || !second || !third) throw new Error("a table has rows");
    const given = [
      { ...first, covariates: { ...first.covariates, sex: "unknown" } },
      { ...second, covariates: { ...second.covariates, ageYears: 95 } },
      third,
    ];
    const outcome = applyCombat(fitted(table), given);
    expect(outcome).toMatchObject({ ok: true, withoutCovariate: 1, extrapolated: 1 });
    expect(outcome.ok && outcome.rows).toHaveLength(2);
    expect(applyCombat(fitted(table), given.slice(0, 1))).toEqual({
      ok: false,
      refusals: [{ reason: "no-rows" }],
    });
  });
});
