import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { canonicalCriteria, canonicalJson } from "./canonical";
import { criteriaDigest } from "./criteria-digest";
import { intervalDays, type Criteria, type ExamNode, type SeriesNode } from "./criteria";
import { evaluate } from "./evaluate";
import { parseCriteria } from "./parse-criteria";
import { arbitraryCriteria } from "./testing/arbitrary-criteria";
import { randomCatalogue } from "./testing/random-catalogue";

const of = (root: ExamNode): Criteria => ({ version: 1, root });
const canonical = (root: ExamNode) => canonicalCriteria(of(root)).root;

const women: ExamNode = { kind: "sex", values: ["female"] };
const nord: ExamNode = { kind: "site", codes: ["NORD"] };
const flair: SeriesNode = { kind: "role", values: ["FLAIR"] };
const hasFlair: ExamNode = { kind: "series", of: flair };
const always: ExamNode = { kind: "and", of: [] };
const never: ExamNode = { kind: "or", of: [] };
const both: ExamNode = { kind: "and", of: [nord, women].sort(byJson) };

function byJson(a: unknown, b: unknown): number {
  return canonicalJson(a) < canonicalJson(b) ? -1 : 1;
}

describe("canonicalCriteria", () => {
  it("is itself when taken again, and is taken by parseCriteria", () => {
    fc.assert(
      fc.property(arbitraryCriteria, (criteria) => {
        const once = canonicalCriteria(criteria);
        expect(canonicalCriteria(once)).toEqual(once);
        expect(parseCriteria(JSON.parse(JSON.stringify(once)))).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });

  it("answers as the question it was made of, at all three levels", () => {
    const catalogues = Array.from({ length: 8 }, (_, seed) => randomCatalogue(seed));
    fc.assert(
      fc.property(arbitraryCriteria, fc.constantFrom(...catalogues), (criteria, catalogue) => {
        expect(evaluate(canonicalCriteria(criteria), catalogue)).toEqual(evaluate(criteria, catalogue));
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, ExamNode, ExamNode]>([
    ["the order of parts", { kind: "and", of: [women, nord] }, { kind: "and", of: [nord, women] }],
    ["nested groups", { kind: "and", of: [women, { kind: "and", of: [nord, always] }] }, both],
    ["a part said twice", { kind: "and", of: [nord, women, nord] }, both],
    ["a group of one", { kind: "or", of: [{ kind: "and", of: [women] }] }, women],
    ["not of not", { kind: "not", of: { kind: "not", of: hasFlair } }, hasFlair],
    ["not of everything", { kind: "not", of: always }, never],
    [
      "values in disorder",
      { kind: "sex", values: ["male", "female", "male"] },
      { kind: "sex", values: ["female", "male"] },
    ],
    ["a field's nominal strength", { kind: "field", tesla: [2.9, 3] }, { kind: "field", tesla: [3] }],
    [
      "a model beside its manufacturer",
      {
        kind: "scanner",
        of: [
          { manufacturer: "GE", model: "SIGNA" },
          { manufacturer: "GE", model: null },
        ],
      },
      { kind: "scanner", of: [{ manufacturer: "GE", model: null }] },
    ],
    [
      "all verdicts that there are",
      { kind: "protocol", codes: [], verdicts: ["minor", "major", "undetermined", "compliant"], whole: null },
      { kind: "protocol", codes: [], verdicts: [], whole: null },
    ],
    ["one visit at least", { kind: "visits", atLeast: 1, of: women }, { kind: "subject", of: women }],
    [
      "a visit of the subject",
      { kind: "subject", of: { kind: "visit", of: women } },
      { kind: "subject", of: women },
    ],
    [
      "the same visit, counted",
      { kind: "visits", atLeast: 2, of: { kind: "visit", of: women } },
      { kind: "visits", atLeast: 2, of: women },
    ],
  ])("takes %s for the same", (_name, one, other) => {
    expect(canonical(one)).toEqual(canonical(other));
    expect(criteriaDigest(of(one))).toBe(criteriaDigest(of(other)));
  });

  it.each<[string, ExamNode, ExamNode]>([
    // Both are true of every exam, but only the second speaks of series.
    ["what it says of series", always, { kind: "or", of: [always, hasFlair] }],
    [
      "one series or two",
      { kind: "series", of: { kind: "and", of: [flair, { kind: "pixels" }] } },
      { kind: "and", of: [hasFlair, { kind: "series", of: { kind: "pixels" } }] },
    ],
    ["visit and subject", { kind: "visit", of: women }, { kind: "subject", of: women }],
    ["and and or", { kind: "and", of: [women, nord] }, { kind: "or", of: [women, nord] }],
    ["0 and no bound", { kind: "age", min: 0, max: 5 }, { kind: "age", min: null, max: 5 }],
    ["any project and one", { kind: "control", projects: [] }, { kind: "control", projects: ["P1"] }],
  ])("keeps apart %s", (_name, one, other) => {
    expect(criteriaDigest(of(one))).not.toBe(criteriaDigest(of(other)));
  });

  it("digests the text of its canonical form, whatever the order of keys", () => {
    expect(criteriaDigest({ root: { of: [], kind: "and" }, version: 1 })).toBe(
      "e1421b0a2d32478c3434db7e6bbfdc0b49cf1177415294a7f05e42c83bf03d17",
    );
  });
});

describe("intervalDays", () => {
  it.each([
    [{ min: 12, max: 12, unit: "month" }, 365, 365],
    [{ min: 1, max: 2, unit: "year" }, 365, 730],
    [{ min: 9, max: 15, unit: "month" }, 274, 457],
    [{ min: 0, max: 0.4, unit: "day" }, 0, 0],
    [{ min: 6, max: 6, unit: "month" }, 183, 183],
  ] as const)("of %j", (interval, minDays, maxDays) => {
    expect(intervalDays(interval)).toEqual({ minDays, maxDays });
  });
});
