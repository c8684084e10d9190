import { beforeAll, describe, expect, it } from "vitest";
import { applyCombat } from "./apply";
import type { CovariateSpec } from "./feature-table";
import { fitCombat } from "./fit";
import { MADE_BATCHES, MADE_FEATURES, makeTable } from "./testing/made-table";
import { hasSva, runSva, type SvaCase } from "./testing/sva";

const all = ["ageYears", "sex", "status"] as const;
const CASES: SvaCase[] = [1, 2, 3, 4].flatMap((seed) => {
  const table = makeTable({ seed, batches: MADE_BATCHES, features: MADE_FEATURES });
  const two = makeTable({
    seed: seed + 100,
    batches: MADE_BATCHES.slice(1, 3),
    features: MADE_FEATURES.slice(0, 2),
  });
  const small = makeTable({
    seed: seed + 200,
    batches: MADE_BATCHES.map((batch) => ({ ...batch, subjects: 10 })),
    features: MADE_FEATURES,
  });
  return [
    { name: `all-${seed}`, table, covariates: all, meanOnly: false },
    { name: `none-${seed}`, table, covariates: [], meanOnly: false },
    { name: `age-${seed}`, table, covariates: ["ageYears"], meanOnly: false },
    { name: `mean-${seed}`, table, covariates: all, meanOnly: true },
    { name: `small-${seed}`, table: small, covariates: ["ageYears"], meanOnly: false },
    { name: `two-${seed}`, table: two, covariates: ["ageYears", "sex"], meanOnly: false },
  ] satisfies SvaCase[];
});

describe.skipIf(!hasSva)(
  "against R's sva::ComBat (skipped where Debian's r-bioc-sva is not installed)",
  () => {
    let theirs: Map<string, number[][]>;
    beforeAll(async () => {
      theirs = await runSva(CASES);
    }, 300_000);

    it.each(CASES)("$name gives the same values", ({ name, table, covariates, meanOnly }) => {
      const specs: CovariateSpec[] = covariates.map((key) => ({
        name: key,
        kind: key === "ageYears" ? "number" : "levels",
      }));
      const outcome = fitCombat(table, { covariates: specs, meanOnly });
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusals));
      const applied = applyCombat(outcome.model, table.rows);
      if (!applied.ok) throw new Error(JSON.stringify(applied.refusals));
      const expected = theirs.get(name) ?? [];
      expect(expected).toHaveLength(table.rows.length);
      let worst = 0;
      applied.rows.forEach(({ harmonised }, row) =>
        harmonised.forEach((value, feature) => {
          const other = expected[row]?.[feature] ?? NaN;
          const off = Math.abs(value - other) / Math.max(1, Math.abs(other));
          worst = off <= worst ? worst : off;
        }),
      );
      // 1e-6 is promised; so close that one iteration more or less than theirs would show.
      expect(worst).toBeLessThan(1e-10);
      // It did something: the oracle is not compared with the values as they were.
      const [theirLast, ownLast] = [expected.at(-1)?.[0], table.rows.at(-1)?.values[0]];
      expect(Math.abs((theirLast ?? NaN) - (ownLast ?? NaN))).toBeGreaterThan(1e-3);
    });
  },
);
