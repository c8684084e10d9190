import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  findChanges,
  holm,
  MIN_EXAMS,
  MIN_EXAMS_SEARCHED,
  type Observation,
  pettitt,
  SCANNER_ALPHA,
  type Track,
} from "./change-point";
import { fisherIncrease, hodgesLehmann, mannWhitney, pooledSpread } from "./two-samples";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Numerical Recipes' 32-bit linear congruential generator: the same numbers in every run. */
function numbers(seed: number) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

/** One exam every third day. */
const daily = (values: readonly number[]): Observation[] =>
  values.map((value, index) => ({ at: index * 3 * DAY_MS, value }));

const track = (values: readonly number[], measure: Track["measure"] = "metric", id = "t"): Track => ({
  id,
  measure,
  observations: daily(values),
});

const from = (index: number, epochId: string) => ({ epochId, at: index * 3 * DAY_MS - DAY_MS });

describe("two samples", () => {
  it("have the probabilities and shifts of R's wilcox.test and fisher.test", () => {
    // wilcox.test(x, y, exact = FALSE, correct = TRUE), x and y from R's ?wilcox.test (depression scores).
    const x = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
    const y = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
    // U = 58 for x; mean 40.5, ties of 2 and 2: variance 81/12 · (19 − 12/306); z = 17/√127.98.
    expect(mannWhitney(x, y)).toBeCloseTo(0.1329, 3);
    // wilcox.test(c(1.1, 2.2, 3.3, 4.4, 5.6), c(3.9, 5.1, 6.2, 7.3, 8.4, 9.5)), exact.
    expect(mannWhitney([1.1, 2.2, 3.3, 4.4, 5.6], [3.9, 5.1, 6.2, 7.3, 8.4, 9.5])).toBeCloseTo(0.03030303, 6);
    expect(hodgesLehmann([1, 2, 3], [11, 12, 13])).toBe(10);
    // fisher.test(matrix(c(3, 1, 1, 3), 2), alternative = "greater"): the lady tasting tea.
    expect(fisherIncrease(1, 4, 3, 4)).toBeCloseTo(0.2428571, 6);
    expect(fisherIncrease(0, 10, 10, 10)).toBeCloseTo(1 / 184_756, 10);
    expect(fisherIncrease(3, 4, 1, 4)).toBeGreaterThan(0.9);
  });

  it("are the same when nothing differs, or everything is equal", () => {
    expect(mannWhitney([5, 5, 5], [5, 5, 5])).toBe(1);
    expect(mannWhitney([], [1])).toBe(1);
    expect(pooledSpread([2, 2], [9, 9])).toBe(0);
  });

  it("keep their level: under 6.5 % of like samples differ at 5 %", () => {
    const { normal } = numbers(7);
    const sample = () => Array.from({ length: 15 }, normal);
    const found = Array.from({ length: 2000 }, () => mannWhitney(sample(), sample())).filter((p) => p < 0.05);
    expect(found.length / 2000).toBeLessThan(0.065);
    expect(found.length / 2000).toBeGreaterThan(0.03);
  });
});

describe("holm", () => {
  it("multiplies by what is left, and keeps the order", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([])).toEqual([]);
  });
});

describe("pettitt", () => {
  it("finds the place of a shift", () => {
    const { normal } = numbers(3);
    const values = Array.from({ length: 60 }, (_, index) => normal() + (index < 25 ? 0 : 3));
    const found = pettitt(values, MIN_EXAMS_SEARCHED);
    expect(Math.abs((found?.index ?? 0) - 25)).toBeLessThanOrEqual(1);
    expect(found?.p).toBeLessThan(1e-4);
  });

  it("keeps its level on metrics and on shares", () => {
    const { normal, uniform } = numbers(11);
    const rateOf = (draw: () => number) =>
      Array.from(
        { length: 1000 },
        () => pettitt(Array.from({ length: 60 }, draw), MIN_EXAMS_SEARCHED)?.p ?? 1,
      ).filter((p) => p < 0.05).length / 1000;
    expect(rateOf(normal)).toBeLessThan(0.06);
    expect(rateOf(() => (uniform() < 0.1 ? 1 : 0))).toBeLessThan(0.06);
  });

  it("says nothing about too few", () => {
    expect(pettitt([1, 2, 3], MIN_EXAMS_SEARCHED)).toBeNull();
    expect(pettitt(new Array<number>(40).fill(4), MIN_EXAMS_SEARCHED)?.p).toBe(1);
  });
});

describe("findChanges", () => {
  const { normal, uniform } = numbers(20);
  const noise = (length: number, level = 20, sd = 2) => Array.from({ length }, () => level + sd * normal());
  const hits = (length: number, share: number) => Array.from({ length }, () => (uniform() < share ? 1 : 0));

  it("finds a metric's shift at the epoch that brought it, and not at the other", () => {
    const values = [...noise(40), ...noise(40), ...noise(40, 17)];
    const changes = findChanges([track(values)], [from(40, "XA30"), from(80, "XA60")]);
    expect(changes.map(({ epochId }) => epochId)).toEqual(["XA60"]);
    expect(changes[0]?.p).toBeLessThan(SCANNER_ALPHA);
    expect(changes[0]?.before).toHaveLength(40);
  });

  it("finds a parameter that left its protocol with an epoch", () => {
    const values = [...hits(30, 0.05), ...hits(25, 0.95)];
    const changes = findChanges([track(values, "share")], [from(30, "5.9")]);
    expect(changes.map(({ epochId }) => epochId)).toEqual(["5.9"]);
  });

  it("finds an unannounced shift where it is, and does not blame the next epoch for it", () => {
    const values = [...noise(40), ...noise(40, 15), ...noise(40, 15)];
    const changes = findChanges([track(values)], [from(80, "XA60")]);
    expect(changes).toHaveLength(1);
    expect(changes[0]?.epochId).toBeNull();
    expect(Math.abs((changes[0]?.at ?? 0) / (3 * DAY_MS) - 40)).toBeLessThanOrEqual(2);
  });

  it("says nothing of an improvement of a share, and nothing any more once it is mended", () => {
    const better = track([...hits(30, 0.9), ...hits(30, 0)], "share");
    expect(findChanges([better], [from(30, "5.9")])).toEqual([]);
    const mended = track([...hits(30, 0), ...hits(30, 0.95), ...hits(30, 0)], "share");
    expect(findChanges([mended], [from(30, "5.9"), from(60, "6.0")])).toEqual([]);
    const back = track([...noise(40), ...noise(40, 15), ...noise(40)]);
    expect(findChanges([back], [from(40, "5.9"), from(80, "6.0")]).map(({ epochId }) => epochId)).toEqual([
      "6.0",
    ]);
  });

  it("is not moved by outliers, nor by a shift too small to matter, however many exams show it", () => {
    const wild = noise(80).map((value, index) => (index % 20 === 19 ? value * 50 : value));
    expect(findChanges([track(wild)], [from(40, "XA60")])).toEqual([]);
    const tiny = [...noise(3000, 20), ...noise(3000, 20.5)];
    expect(mannWhitney(tiny.slice(0, 3000), tiny.slice(3000))).toBeLessThan(1e-4);
    expect(findChanges([track(tiny)], [from(3000, "XA60")])).toEqual([]);
  });

  it("decides nothing on few exams", () => {
    const values = [...noise(40), ...noise(MIN_EXAMS - 1, 2)];
    expect(findChanges([track(values)], [from(40, "XA60")])).toEqual([]);
    expect(findChanges([track([])], [from(40, "XA60")])).toEqual([]);
  });

  it("keeps its level: of 400 scanners where nothing changed at most a few show anything", () => {
    const alarmed = Array.from({ length: 400 }, () =>
      findChanges(
        [
          ...Array.from({ length: 8 }, (_, index) => track(noise(60), "metric", `m${index}`)),
          ...Array.from({ length: 8 }, (_, index) => track(hits(60, 0.1), "share", `s${index}`)),
        ],
        [from(20, "a"), from(40, "b")],
      ),
    ).filter((changes) => changes.length > 0).length;
    // Nominal: 8 of 400; more than 16 has a probability under 0.3 %.
    expect(alarmed).toBeLessThanOrEqual(16);
  });

  it("does not depend on the metric's unit", () => {
    const values = [...noise(40), ...noise(40, 17), ...noise(40, 13)];
    const edges = [from(40, "a"), from(80, "b")];
    const found = (factor: number) =>
      findChanges([track(values.map((value) => value * factor))], edges).map(({ epochId, at }) => [
        epochId,
        at,
      ]);
    fc.assert(
      fc.property(fc.integer({ min: -20, max: 20 }), (power) => {
        // Powers of two: scaling is exact, so that ties stay ties.
        expect(found(2 ** power)).toEqual(found(1));
      }),
      { numRuns: 30 },
    );
    expect(found(1).map(([epochId]) => epochId)).toEqual(["a", "b"]);
  });
});
