import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical";
import { CRITERIA_VERSION, type Criteria, type ExamNode } from "./criteria";
import { nodeAt } from "./edit";
import { evaluate } from "./evaluate";
import { looseningSteps, smallestYielding } from "./loosenings";
import { parseCriteria } from "./parse-criteria";
import { arbitraryCriteria } from "./testing/arbitrary-criteria";
import { randomCatalogue } from "./testing/random-catalogue";

const question = (root: ExamNode): Criteria => ({ version: CRITERIA_VERSION, root });
const pair = (unit: "day" | "month" | "year", min: number, max: number): ExamNode => ({
  kind: "pair",
  part: "first",
  interval: { min, max, unit },
  sameScanner: true,
  bothCompliant: false,
  of: { kind: "and", of: [] },
});
const changes = (root: ExamNode) =>
  looseningSteps(question(root)).map(({ change, path }) => ({ ...change, path }));
const widened = (root: ExamNode) =>
  looseningSteps(question(root))
    .filter(({ change }) => change.kind !== "dropped")
    .map(({ criteria }) => criteria.root);

describe("the changes that loosen a question", () => {
  it("widen an interval by months, in its own unit where that has whole ones", () => {
    expect(widened(pair("month", 2, 15))).toMatchObject([
      { interval: { min: 1, max: 16, unit: "month" } },
      { interval: { min: 0, max: 17, unit: "month" } },
      { interval: { min: 0, max: 18, unit: "month" } },
      { interval: { min: 0, max: 21, unit: "month" } },
      { interval: { min: 0, max: 27, unit: "month" } },
    ]);
    expect(widened(pair("day", 100, 200))[0]).toMatchObject({ interval: { min: 70, max: 230, unit: "day" } });
    expect(widened(pair("year", 1, 1))[0]).toMatchObject({ interval: { min: 11, max: 13, unit: "month" } });
  });

  it("widen the days around the exam, bounds of age and of numbers", () => {
    const nearest: ExamNode = {
      kind: "diagnosis",
      codes: ["DOID:2377"],
      rule: { at: "nearest", days: 365 },
      status: "present",
    };
    expect(widened(nearest)).toMatchObject([{ rule: { days: 730 } }, { rule: { days: 1825 } }]);
    expect(widened({ kind: "age", min: 3, max: null })).toMatchObject([{ min: 2 }, { min: 1 }, { min: 0 }]);
    expect(widened({ kind: "age", min: 0, max: 90 })).toEqual([]);
    const number = (
      name: "directionCount" | "voxelSizeMaxMm",
      min: number | null,
      max: number | null,
    ): ExamNode => ({
      kind: "series",
      of: { kind: "number", name, min, max },
    });
    expect(widened(number("voxelSizeMaxMm", null, 1))[0]).toMatchObject({ of: { min: null, max: 1.1 } });
    expect(widened(number("directionCount", 32, null))[0]).toMatchObject({ of: { min: 28, max: null } });
    expect(widened(number("voxelSizeMaxMm", 0, 0))[0]).toMatchObject({ of: { min: 0, max: 0.1 } });
  });

  it("accept minor findings where only compliance was asked", () => {
    expect(
      widened({ kind: "series", of: { kind: "verdict", values: ["compliant"], protocols: ["NEURO"] } }),
    ).toEqual([
      { kind: "series", of: { kind: "verdict", values: ["compliant", "minor"], protocols: ["NEURO"] } },
    ]);
    expect(widened({ kind: "protocol", codes: [], verdicts: ["compliant", "minor"], whole: null })).toEqual(
      [],
    );
  });

  it("drop clauses last, a part of a series group before a whole one, and leave what is denied alone", () => {
    expect(
      changes({
        kind: "and",
        of: [
          { kind: "sex", values: ["female"] },
          {
            kind: "series",
            of: {
              kind: "and",
              of: [
                { kind: "role", values: ["FLAIR"] },
                { kind: "verdict", values: ["compliant"], protocols: [] },
              ],
            },
          },
          { kind: "not", of: { kind: "and", of: [{ kind: "age", min: 20, max: 30 }] } },
        ],
      }),
    ).toEqual([
      { kind: "minor-too", path: [1, 0, 1] },
      { kind: "dropped", path: [1, 0, 0] },
      { kind: "dropped", path: [1, 0, 1] },
      { kind: "dropped", path: [0] },
      { kind: "dropped", path: [1] },
      { kind: "dropped", path: [2] },
    ]);
  });

  it("are questions, other than the one that was asked", () => {
    fc.assert(
      fc.property(arbitraryCriteria, (criteria) => {
        for (const step of looseningSteps(criteria)) {
          expect(parseCriteria(step.criteria)).toEqual(step.criteria);
          expect(canonicalJson(step.criteria)).not.toBe(canonicalJson(criteria));
          expect(nodeAt(criteria, step.path)).not.toBeNull();
        }
      }),
    );
  });
});

it("whoever answers a question answers each of its loosened forms", () => {
  const catalogue = randomCatalogue(11);
  let answered = 0;
  fc.assert(
    fc.property(arbitraryCriteria, (criteria) => {
      const { examIds } = evaluate(criteria, catalogue);
      answered += Number(examIds.length > 0);
      for (const { criteria: loosened } of looseningSteps(criteria)) {
        expect(evaluate(loosened, catalogue).examIds).toEqual(expect.arrayContaining(examIds));
      }
    }),
  );
  expect(answered).toBeGreaterThan(20);
});

describe("what is told of them", () => {
  it("is the smallest of each part that yields, then the one that yields most as shown", () => {
    const steps = looseningSteps(
      question({
        kind: "and",
        of: [{ kind: "sex", values: ["female"] }, pair("month", 9, 15), pair("day", 1, 2)],
      }),
    );
    const yielding = steps
      .filter(({ change }) => change.kind === "dropped" || (change.kind === "interval" && change.by > 1))
      .map((step) => ({ step, subjects: step.path[0] === 2 ? 40 : ("below-11" as const) }));
    expect(
      smallestYielding(yielding).map(({ path, change, subjects }) => ({ path, change, subjects })),
    ).toEqual([
      { path: [2], change: { kind: "interval", by: 30, unit: "day" }, subjects: 40 },
      { path: [1], change: { kind: "interval", by: 2, unit: "month" }, subjects: "below-11" },
      { path: [2], change: { kind: "dropped" }, subjects: 40 },
      { path: [0], change: { kind: "dropped" }, subjects: "below-11" },
      { path: [1], change: { kind: "dropped" }, subjects: "below-11" },
    ]);
  });
});
