import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { densitiesOf, quantile, silvermanBandwidth } from "./density";
import {
  binaryDifference,
  continuousDifference,
  isImbalanced,
  multinomialDifference,
} from "./standardised-difference";

describe("standardised differences", () => {
  it("of means: by hand, and as R gives it", () => {
    // (10 − 8) / √((4 + 16) / 2)
    const byHand = continuousDifference({ n: 30, mean: 10, sd: 2 }, { n: 9, mean: 8, sd: 4 });
    expect(byHand).toBeCloseTo(2 / Math.sqrt(10), 12);
    const ages = { n: 12, mean: 51.75, sd: 17.7821411943 };
    const others = { n: 6, mean: 29.1666666667, sd: 8.13428956127 };
    expect(continuousDifference(ages, others)).toBeCloseTo(1.63327926568, 9);
    expect(continuousDifference(others, ages)).toBeCloseTo(-1.63327926568, 9);
  });

  it("of shares: by hand, and as R gives it", () => {
    // 1/2 against 1/4: (1/4) / √((1/4 + 3/16) / 2)
    expect(binaryDifference({ count: 5, total: 10 }, { count: 5, total: 20 })).toBeCloseTo(
      0.25 / Math.sqrt(7 / 32),
      12,
    );
    expect(binaryDifference({ count: 18, total: 50 }, { count: 21, total: 70 })).toBeCloseTo(
      0.127862323778,
      11,
    );
  });

  it("of several shares: as R gives it", () => {
    expect(multinomialDifference([12, 30, 8], [20, 15, 25])).toBeCloseTo(0.7961074529, 9);
    expect(multinomialDifference([10, 0, 20], [15, 5, 0])).toBeCloseTo(2.16024689947, 9);
  });

  it.each([
    [
      "without spread and different",
      continuousDifference({ n: 3, mean: 1, sd: 0 }, { n: 3, mean: 2, sd: 0 }),
      "separate",
    ],
    ["without spread and equal", continuousDifference({ n: 3, mean: 1, sd: 0 }, { n: 3, mean: 1, sd: 0 }), 0],
    ["of one value", continuousDifference({ n: 1, mean: 1, sd: null }, { n: 3, mean: 1, sd: 1 }), null],
    ["of all against none", binaryDifference({ count: 4, total: 4 }, { count: 0, total: 4 }), "separate"],
    ["of nobody", binaryDifference({ count: 0, total: 0 }, { count: 0, total: 4 }), null],
    ["of scanners that are never shared", multinomialDifference([5, 5, 0, 0], [0, 0, 5, 5]), "separate"],
    ["of one value that is shared", multinomialDifference([5, 0], [9, 0]), 0],
    ["of several values of nobody", multinomialDifference([0, 0], [9, 1]), null],
  ])("%s", (_, found, expected) => {
    expect(found).toBe(expected);
  });

  it("marks what is over a tenth", () => {
    expect([0.1, -0.1, 0, null].map(isImbalanced)).toEqual([false, false, false, false]);
    expect([0.11, -0.11, "separate" as const].map(isImbalanced)).toEqual([true, true, true]);
  });

  it("of two values is that of one share; of any, whatever the order of values", () => {
    const counts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(counts, counts, ([a = 1, b = 1, c = 1, d = 1], [e = 1, f = 1, g = 1, h = 1]) => {
        const two = multinomialDifference([a, b], [e, f]);
        const one = binaryDifference({ count: a, total: a + b }, { count: e, total: e + f });
        expect(two).toBeCloseTo(Math.abs(Number(one)), 8);
        expect(multinomialDifference([d, b, a, c], [h, f, e, g])).toBeCloseTo(
          Number(multinomialDifference([a, b, c, d], [e, f, g, h])),
          8,
        );
      }),
    );
  });
});

describe("densities", () => {
  const ages = [23, 31, 31, 40, 44, 52, 58, 61, 63, 70, 71, 77];

  it("take R's bw.nrd0", () => {
    expect(silvermanBandwidth(ages)).toBeCloseTo(9.73621856262, 10);
    // Quartiles that are one: the standard deviation, here √0.1, alone.
    const most = [5, 5, 5, 5, 5, 5, 5, 5, 5, 6];
    expect(silvermanBandwidth(most)).toBeCloseTo(0.9 * Math.sqrt(0.1) * 10 ** -0.2, 12);
    expect(silvermanBandwidth([4, 4, 4])).toBeNull();
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
  });

  it("enclose one each, over one axis, and are R's", () => {
    const found = densitiesOf([ages, ages.map((age) => age + 15), [1, 2, 3]]);
    expect(found?.densities[2]).toBeNull();
    const at = found?.at ?? [];
    const step = (at[1] ?? 0) - (at[0] ?? 0);
    for (const density of found?.densities.slice(0, 2) ?? []) {
      const area = (density ?? []).reduce((sum, height) => sum + height * step, 0);
      expect(area).toBeGreaterThan(0.99);
      expect(area).toBeLessThan(1.01);
    }
    const near = at.reduce((best, x, i) => (Math.abs(x - 50) < Math.abs((at[best] ?? 0) - 50) ? i : best), 0);
    const h = 9.73621856262;
    const byHand =
      ages.reduce((sum, age) => sum + Math.exp(-0.5 * (((at[near] ?? 0) - age) / h) ** 2), 0) /
      (ages.length * h * Math.sqrt(2 * Math.PI));
    expect(found?.densities[0]?.[near]).toBeCloseTo(byHand, 10);
  });

  it("begin no earlier than what there can be", () => {
    const young = ages.map((age) => age - 22);
    expect(densitiesOf([young])?.at[0]).toBeLessThan(0);
    expect(densitiesOf([young], 0)?.at[0]).toBe(0);
  });

  it("draw nothing where there is nothing to draw", () => {
    expect(densitiesOf([[1, 2], []])).toBeNull();
    expect(densitiesOf([Array.from({ length: 20 }, () => 7)])).toBeNull();
  });
});
