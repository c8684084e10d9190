import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confoundingOf } from "./confounding";
import { cramersV } from "./cramers-v";

describe("Cramér's V", () => {
  it("is as worked out by hand", () => {
    // χ² = 4 × (1² / 2) = 2 over 8: √(2/8); corrected √((1/4 − 1/7) / (6/7)).
    const found = cramersV([
      [3, 1],
      [1, 3],
    ]);
    expect(found?.v).toBeCloseTo(0.5, 12);
    expect(found?.corrected).toBeCloseTo(Math.sqrt(0.125), 12);
    expect(found?.n).toBe(8);
  });

  it("is as R's chisq.test gives it", () => {
    const found = cramersV([
      [46, 4, 3],
      [2, 30, 25],
    ]);
    expect(found?.v).toBeCloseTo(0.839146591951, 10);
    expect(found?.corrected).toBeCloseTo(0.831966675477, 10);
  });

  it.each([
    [
      "all apart",
      [
        [7, 0, 0],
        [0, 5, 2],
      ],
      1,
    ],
    [
      "no link at all",
      [
        [10, 20],
        [30, 60],
      ],
      0,
    ],
    [
      "empty rows and columns count for nothing",
      [
        [7, 0, 0],
        [0, 0, 0],
        [0, 0, 9],
      ],
      1,
    ],
  ])("%s", (_, table, expected) => {
    expect(cramersV(table)?.v).toBeCloseTo(expected, 12);
  });

  it.each([
    ["one row", [[3, 4]]],
    ["one column", [[3], [4]]],
    [
      "one that holds anything",
      [
        [3, 0],
        [4, 0],
      ],
    ],
    [
      "nothing",
      [
        [0, 0],
        [0, 0],
      ],
    ],
    ["no table", []],
  ])("is not defined for %s", (_, table) => {
    expect(cramersV(table)).toBeNull();
  });

  it("lies within 0 and 1, is the same when turned, and is corrected downwards", () => {
    const tables = fc.integer({ min: 1, max: 5 }).chain((width) =>
      fc.array(fc.array(fc.nat(30), { minLength: width, maxLength: width }), {
        minLength: 1,
        maxLength: 5,
      }),
    );
    fc.assert(
      fc.property(tables, (table) => {
        const found = cramersV(table);
        const turned = cramersV((table[0] ?? []).map((_, c) => table.map((row) => row[c] ?? 0)));
        if (!found) return turned === null;
        expect(found.v).toBeGreaterThanOrEqual(0);
        expect(found.v).toBeLessThanOrEqual(1);
        expect(found.corrected).toBeLessThanOrEqual(found.v + 1e-9);
        expect(turned?.v).toBeCloseTo(found.v, 9);
        return true;
      }),
    );
  });
});

describe("confounding in words", () => {
  it("names the value whose subjects stand together unlike the rest", () => {
    const found = confoundingOf(
      ["MS", "control"],
      ["A", "B"],
      [
        [46, 4],
        [10, 30],
      ],
      3,
    );
    // Rows: 46/50 − 10/40 = 0.67. Columns: 46/56 − 4/34 = 30/34 − 10/56 = 0.70, and A is the larger.
    expect(found).toMatchObject({
      n: 90,
      leftOut: 3,
      concentration: { axis: "columns", of: "A", within: "MS", count: 46, total: 56 },
    });
    expect(found?.strength).toBe("strong");
  });

  it("keeps silent about fewer than eleven", () => {
    const found = confoundingOf(
      ["MS", "control"],
      ["A", "B"],
      [
        [10, 0],
        [0, 10],
      ],
      0,
    );
    expect(found).toMatchObject({ strength: "separate", concentration: null });
  });

  it.each([
    [
      "none",
      [
        [50, 50],
        [50, 50],
      ],
    ],
    [
      "weak",
      [
        [60, 40],
        [40, 60],
      ],
    ],
    [
      "moderate",
      [
        [70, 30],
        [30, 70],
      ],
    ],
    [
      "strong",
      [
        [80, 20],
        [20, 80],
      ],
    ],
    [
      "separate",
      [
        [95, 5],
        [5, 95],
      ],
    ],
  ])("%s", (strength, table) => {
    expect(confoundingOf(["a", "b"], ["x", "y"], table, 0)?.strength).toBe(strength);
  });
});
