import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeGroup, isOutlier, LEAST_GROUP, robustZ, usualRange } from "./compare";
import { QC_METRIC_NAMES } from "./metrics";
import { QC_RATINGS, rateSeriesSchema, worstRating } from "./rating";

describe("a comparable group", () => {
  it("is none below eight values", () => {
    expect(describeGroup([1, 2, 3, 4, 5, 6, 7])).toBeNull();
    expect(describeGroup([1, 2, 3, 4, 5, 6, 7, 8])).not.toBeNull();
  });

  it("has the centre and spread of Iglewicz and Hoaglin, computed by hand", () => {
    // Deviations from 5: 4 3 2 1 0 1 2 3 4, whose median is 2.
    const group = describeGroup([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(group).toMatchObject({ count: 9, median: 5 });
    expect(group?.spread).toBeCloseTo(2 / 0.6745, 10);
    expect(group?.low).toBeCloseTo(1.4, 10);
    expect(group?.high).toBeCloseTo(8.6, 10);
    if (group) expect(robustZ(9, group)).toBeCloseTo((0.6745 * 4) / 2, 10);
  });

  it("falls back to the mean deviation where most values are one", () => {
    const group = describeGroup([3, 3, 3, 3, 3, 3, 3, 3, 3, 13]);
    expect(group?.spread).toBeCloseTo(1.253314, 10);
    if (group) expect(isOutlier("entropyFocus", 13, group)).toBe(true);
  });

  it("without any spread has no outlier", () => {
    const group = describeGroup(new Array<number>(20).fill(4));
    if (!group) throw new Error("no group");
    for (const name of QC_METRIC_NAMES) expect(isOutlier(name, 4, group)).toBe(false);
    expect(usualRange("snrTemporal", group)).toEqual({ from: null, to: null });
  });

  it("only the bad side is an outlier", () => {
    const group = describeGroup([18, 19, 20, 21, 22, 19, 20, 21]);
    if (!group) throw new Error("no group");
    expect(isOutlier("snrForeground", 2, group)).toBe(true);
    expect(isOutlier("snrForeground", 90, group)).toBe(false);
    expect(isOutlier("ghostToSignal", 2, group)).toBe(false);
    expect(isOutlier("ghostToSignal", 90, group)).toBe(true);
  });
});

const values = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: LEAST_GROUP, maxLength: 40 });

describe("properties", () => {
  it("the range that the database compares with is the rule", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: -1000, max: 1000 }), (given, value) => {
        const group = describeGroup(given);
        if (!group) throw new Error("no group");
        for (const name of QC_METRIC_NAMES) {
          const { from, to } = usualRange(name, group);
          const edge = Math.min(Math.abs(value - (from ?? Infinity)), Math.abs(value - (to ?? Infinity)));
          // On the edge itself rounding decides.
          if (edge < 1e-9) continue;
          expect((from !== null && value < from) || (to !== null && value > to)).toBe(
            isOutlier(name, value, group),
          );
        }
      }),
    );
  });

  it("is relative: another unit and another zero change no judgement", () => {
    fc.assert(
      fc.property(
        values,
        fc.constantFrom(0.25, 2, 64),
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: -1000, max: 1000 }),
        (given, gain, shift, value) => {
          const [one, other] = [given, given.map((each) => each * gain + shift)].map(describeGroup);
          if (!one || !other) throw new Error("no group");
          // On the edge itself rounding decides.
          fc.pre(Math.abs(Math.abs(robustZ(value, one)) - 3.5) > 1e-6);
          expect(isOutlier("snrForeground", value * gain + shift, other)).toBe(
            isOutlier("snrForeground", value, one),
          );
        },
      ),
    );
  });

  it("the order of the series changes nothing", () => {
    fc.assert(
      fc.property(values, (given) => {
        const { spread, ...rest } = describeGroup(given) ?? { spread: Number.NaN };
        const other = describeGroup([...given].reverse());
        expect(other).toMatchObject(rest);
        expect(other?.spread).toBeCloseTo(spread, 9);
      }),
    );
  });
});

describe("ratings", () => {
  it("the worst counts", () => {
    expect(worstRating([])).toBeNull();
    for (const rating of QC_RATINGS) expect(worstRating(["good", rating])).toBe(rating);
    expect(worstRating(["usable", "unusable", "good"])).toBe("unusable");
  });

  it("take closed words only, each once, in one order", () => {
    const seriesId = "8f14e45f-ceea-467f-9f7f-3a2b1c0d9e8f";
    const parse = (comments: string[]) => rateSeriesSchema.safeParse({ seriesId, rating: "good", comments });
    expect(parse(["ghosting", "motion", "motion"]).data?.comments).toEqual(["motion", "ghosting"]);
    expect(parse(["a name"]).success).toBe(false);
    expect(rateSeriesSchema.safeParse({ seriesId, rating: "good", comments: [], note: "x" }).success).toBe(
      false,
    );
  });
});
