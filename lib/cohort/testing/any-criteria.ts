import fc from "fast-check";
import {
  MANUFACTURERS,
  QC_STATES,
  RATINGS,
  SEQUENCE_ROLES,
  SEXES,
  VERDICTS,
} from "@/lib/catalogue/search-query";
import { SERIES_NUMBERS } from "@/lib/catalogue/search-model/facts";
import { INTERVAL_UNITS, type Criteria, type ExamNode, type SeriesNode } from "@/lib/cohort/criteria";

// Trees of criteria for property tests: few values of each kind, so that trees that are nearly the same are drawn.

const some = <T>(values: readonly T[], maxLength = 3) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength });
const any = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 2 });

/** Bounds in order, one of them at least. */
const range = (bound: fc.Arbitrary<number>) =>
  fc
    .tuple(fc.option(bound), fc.option(bound))
    .filter(([a, b]) => a !== null || b !== null)
    .map(([a, b]) => (a !== null && b !== null && a > b ? { min: b, max: a } : { min: a, max: b }));

const days = fc.constantFrom(0, 1, 30, 365);
const rule = fc.oneof(
  fc.constant({ at: "ever" as const }),
  days.map((count) => ({ at: "nearest" as const, days: count })),
);
export const CODES = ["DOID:2377", "DOID:863", "DOID:1470", "ZZ.1-2"] as const;
export const PROTOCOLS = ["OFSEP", "EPI", "T1w"] as const;
export const PROJECTS = ["alpha", "beta"] as const;
export const SITES = ["LILLE", "AMIENS", "ROUEN"] as const;
const models = [null, "Prisma", "Prisma fit", "Siemens", 'a"b « c » (d), e ou f'] as const;

const examLeaf: fc.Arbitrary<ExamNode> = fc.oneof(
  fc.record({
    kind: fc.constant("diagnosis" as const),
    codes: some(CODES),
    rule: fc.oneof(fc.constant({ at: "exam" as const }), rule),
    status: fc.constantFrom("present" as const, "unresolved" as const),
  }),
  fc.record({ kind: fc.constant("control" as const), projects: any(PROJECTS) }),
  fc
    .tuple(
      fc.constantFrom("EDSS", "MMSE", "ED SS", "« MMSE » ou EDSS"),
      range(fc.constantFrom(-2, 0, 1, 2.5, 1000)),
      rule,
    )
    .map(([name, bounds, when]) => ({ kind: "score" as const, name, ...bounds, rule: when })),
  fc.record({ kind: fc.constant("sex" as const), values: some(SEXES) }),
  range(fc.constantFrom(0, 1, 18, 89, 90)).map((bounds) => ({ kind: "age" as const, ...bounds })),
  fc.record({ kind: fc.constant("site" as const), codes: some(SITES) }),
  fc.record({ kind: fc.constant("project" as const), codes: some(PROJECTS) }),
  fc.record({
    kind: fc.constant("scanner" as const),
    of: fc.uniqueArray(
      fc.record({ manufacturer: fc.constantFrom(...MANUFACTURERS), model: fc.constantFrom(...models) }),
      { minLength: 1, maxLength: 2, selector: (one) => JSON.stringify(one) },
    ),
  }),
  fc.record({ kind: fc.constant("field" as const), tesla: some([1.5, 3, 7]) }),
  fc.record({
    kind: fc.constant("protocol" as const),
    codes: any(PROTOCOLS),
    verdicts: any(["compliant", "minor", "major", "undetermined"] as const),
    whole: fc.constantFrom("whole" as const, "incomplete" as const, null),
  }),
);

const seriesLeaf: fc.Arbitrary<SeriesNode> = fc.oneof(
  fc.record({ kind: fc.constant("role" as const), values: some(SEQUENCE_ROLES) }),
  fc.record({
    kind: fc.constant("dimension" as const),
    value: fc.constantFrom("2D" as const, "3D" as const),
  }),
  fc.record({ kind: fc.constant("map" as const), values: any(["ADC", "FA", "T1"]) }),
  fc.record({ kind: fc.constant("contrast" as const), values: some(["yes", "no", "unknown"] as const) }),
  fc.record({ kind: fc.constant("derived" as const), value: fc.boolean() }),
  fc.record({ kind: fc.constant("verdict" as const), values: some(VERDICTS), protocols: any(PROTOCOLS) }),
  fc.record({ kind: fc.constant("qc" as const), values: some(QC_STATES) }),
  fc.record({ kind: fc.constant("rating" as const), values: some(RATINGS) }),
  fc.constant({ kind: "pixels" as const }),
  fc
    .tuple(fc.constantFrom(...SERIES_NUMBERS), range(fc.constantFrom(0, 0.5, 1, 1.5, 1000)))
    .map(([name, bounds]) => ({ kind: "number" as const, name, ...bounds })),
);

export const anySeriesNode: fc.Arbitrary<SeriesNode> = fc.letrec<{ node: SeriesNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    seriesLeaf,
    fc.record({ kind: fc.constant("and" as const), of: fc.array(tie("node"), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant("or" as const), of: fc.array(tie("node"), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant("not" as const), of: tie("node") }),
  ),
})).node;

const interval = fc
  .tuple(fc.constantFrom(0, 1, 9, 12), fc.constantFrom(0, 1, 3, 15), fc.constantFrom(...INTERVAL_UNITS))
  .map(([a, b, unit]) => ({ min: Math.min(a, b), max: Math.max(a, b), unit }));

export const anyExamNode: fc.Arbitrary<ExamNode> = fc.letrec<{ node: ExamNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    examLeaf,
    fc.record({ kind: fc.constant("and" as const), of: fc.array(tie("node"), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant("or" as const), of: fc.array(tie("node"), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant("not" as const), of: tie("node") }),
    fc.record({ kind: fc.constant("series" as const), of: anySeriesNode }),
    fc.record({ kind: fc.constant("visit" as const), of: tie("node") }),
    fc.record({ kind: fc.constant("subject" as const), of: tie("node") }),
    fc.record({
      kind: fc.constant("visits" as const),
      atLeast: fc.integer({ min: 1, max: 3 }),
      of: tie("node"),
    }),
    fc.record({
      kind: fc.constant("pair" as const),
      part: fc.constantFrom("first" as const, "second" as const, "either" as const),
      interval,
      sameScanner: fc.boolean(),
      bothCompliant: fc.boolean(),
      of: tie("node"),
    }),
  ),
})).node;

export const anyCriteria: fc.Arbitrary<Criteria> = anyExamNode.map((root) => ({ version: 1, root }));
