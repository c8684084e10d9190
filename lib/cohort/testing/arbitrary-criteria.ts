import fc from "fast-check";
import { QC_STATES, RATINGS, SEXES, VERDICTS } from "@/lib/catalogue/search-query";
import {
  childrenOf,
  CRITERIA_VERSION,
  MAX_NODES,
  type Criteria,
  type CriteriaNode,
  type ExamLeaf,
  type ExamNode,
  type PairNode,
  type SeriesLeaf,
  type SeriesNode,
  type SeriesNumber,
} from "../criteria";
import {
  ASKED_CODES,
  MAPS,
  PROJECT_CODES,
  PROTOCOL_CODES,
  ROLES,
  SCANNERS,
  SCORE_NAMES,
  SITE_CODES,
} from "./vocabulary";

// Random questions for property tests: every kind of node, over the values that the random catalogues hold.

const some = <T>(values: readonly T[], maxLength = 2): fc.Arbitrary<T[]> =>
  fc.subarray([...values], { minLength: 1, maxLength });
const any = <T>(values: readonly T[], maxLength = 2): fc.Arbitrary<T[]> =>
  fc.subarray([...values], { minLength: 0, maxLength });

/** One or two bounds out of a list, in order. */
function boundsAmong(values: readonly number[]): fc.Arbitrary<{ min: number | null; max: number | null }> {
  return fc
    .tuple(fc.constantFrom(...values), fc.constantFrom(...values), fc.constantFrom("min", "max", "both"))
    .map(([a, b, which]) => ({
      min: which === "max" ? null : Math.min(a, b),
      max: which === "min" ? null : Math.max(a, b),
    }));
}

const days = fc.constantFrom(0, 1, 30, 31, 90, 180, 400);

const diagnosis: fc.Arbitrary<ExamLeaf> = fc.record({
  kind: fc.constant("diagnosis"),
  codes: some(ASKED_CODES),
  rule: fc.oneof(
    fc.constant({ at: "exam" as const }),
    fc.constant({ at: "ever" as const }),
    fc.record({ at: fc.constant("nearest" as const), days }),
  ),
  status: fc.constantFrom("present", "present", "unresolved"),
});

const score: fc.Arbitrary<ExamLeaf> = fc
  .record({
    name: fc.constantFrom(...SCORE_NAMES),
    range: boundsAmong([0, 1.5, 2, 5, 20, 26, 30]),
    rule: fc.oneof(
      fc.constant({ at: "ever" as const }),
      fc.record({ at: fc.constant("nearest" as const), days }),
    ),
  })
  .map(({ name, range, rule }) => ({ kind: "score", name, ...range, rule }));

const scannerKinds = SCANNERS.flatMap(({ manufacturer, model }) => [
  { manufacturer, model },
  { manufacturer, model: null },
]);

/** A leaf that is asked of one exam. */
export const arbitraryExamLeaf: fc.Arbitrary<ExamLeaf> = fc.oneof(
  { weight: 4, arbitrary: diagnosis },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("control"), projects: any(PROJECT_CODES) }) },
  { weight: 2, arbitrary: score },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("sex"), values: some(SEXES, 3) }) },
  {
    weight: 2,
    arbitrary: boundsAmong([0, 18, 40, 60, 75, 89, 90]).map((range) => ({ kind: "age" as const, ...range })),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("site"), codes: some(SITE_CODES) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("project"), codes: some(PROJECT_CODES) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("scanner"), of: some(scannerKinds) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("field"), tesla: some([1.5, 2.9, 3, 7]) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("protocol"),
      codes: any(PROTOCOL_CODES),
      verdicts: any(["compliant", "minor", "major", "undetermined"] as const, 4),
      whole: fc.constantFrom("whole", "incomplete", null),
    }),
  },
);

/** Bounds worth asking for: values that the random catalogues hold, and some between. */
const NUMBER_BOUNDS: Record<SeriesNumber, number[]> = {
  voxelSizeMaxMm: [0.5, 0.9, 1, 1.2, 3],
  sliceThicknessMm: [0.9, 1, 3, 5],
  repetitionTimeMs: [0, 2000, 2300, 9000],
  echoTimeMs: [2.98, 30, 60, 85],
  inversionTimeMs: [900, 1800, 2500],
  flipAngleDeg: [8, 9, 90, 120],
  bValueSPerMm2: [0, 500, 1000, 2000],
  directionCount: [6, 30, 64],
  volumeCount: [1, 31, 65],
  multibandFactor: [1, 2, 3],
  parallelReductionFactor: [1, 1.5, 2],
};

const number: fc.Arbitrary<SeriesLeaf> = fc
  .constantFrom(...(Object.keys(NUMBER_BOUNDS) as SeriesNumber[]))
  .chain((name) =>
    boundsAmong(NUMBER_BOUNDS[name]).map((range) => ({ kind: "number" as const, name, ...range })),
  );

/** A leaf that is asked of one series. */
export const arbitrarySeriesLeaf: fc.Arbitrary<SeriesLeaf> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("role"), values: some(ROLES) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("dimension"), value: fc.constantFrom("2D", "3D") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("map"), values: any(MAPS) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("contrast"), values: some(["yes", "no", "unknown"] as const) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("derived"), value: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("verdict"),
      values: some(VERDICTS, 3),
      protocols: any(PROTOCOL_CODES),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("qc"), values: some(QC_STATES) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rating"), values: some(RATINGS) }) },
  { weight: 1, arbitrary: fc.constant({ kind: "pixels" }) },
  { weight: 4, arbitrary: number },
);

/** What is asked of one series, up to three levels. */
export const arbitrarySeriesNode: fc.Arbitrary<SeriesNode> = fc.letrec<{ node: SeriesNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    { weight: 3, arbitrary: arbitrarySeriesLeaf },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant("and"), of: fc.array(tie("node"), { maxLength: 3 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("or"), of: fc.array(tie("node"), { maxLength: 3 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("not"), of: tie("node") }) },
  ),
})).node;

const interval: fc.Arbitrary<PairNode["interval"]> = fc.constantFrom(
  { min: 0, max: 0, unit: "day" },
  { min: 0, max: 200, unit: "day" },
  { min: 1, max: 180, unit: "day" },
  { min: 181, max: 400, unit: "day" },
  { min: 6, max: 6, unit: "month" },
  { min: 5, max: 13, unit: "month" },
  { min: 1, max: 2, unit: "year" },
  { min: 0.5, max: 1, unit: "year" },
);

/** What is asked of one exam: every kind of node, up to five levels of them. */
export const arbitraryExamNode: fc.Arbitrary<ExamNode> = fc.letrec<{ node: ExamNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: "medium" },
    { weight: 4, arbitrary: arbitraryExamLeaf },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("series"), of: arbitrarySeriesNode }) },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant("and"), of: fc.array(tie("node"), { maxLength: 3 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant("or"), of: fc.array(tie("node"), { maxLength: 3 }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("not"), of: tie("node") }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("visit"), of: tie("node") }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("subject"), of: tie("node") }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("visits"),
        atLeast: fc.integer({ min: 1, max: 4 }),
        of: tie("node"),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("pair"),
        part: fc.constantFrom("first", "second", "either"),
        interval,
        sameScanner: fc.boolean(),
        bothCompliant: fc.boolean(),
        of: tie("node"),
      }),
    },
  ),
})).node;

function countNodes(node: CriteriaNode): number {
  return childrenOf(node).reduce((sum, part) => sum + countNodes(part), 1);
}

/** Whole questions that parseCriteria accepts. */
export const arbitraryCriteria: fc.Arbitrary<Criteria> = arbitraryExamNode
  .filter((root) => countNodes(root) <= MAX_NODES)
  .map((root) => ({ version: CRITERIA_VERSION, root }));
