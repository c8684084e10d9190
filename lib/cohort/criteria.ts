import { z } from "zod";
import {
  MANUFACTURERS,
  MAX_AGE_YEARS,
  QC_STATES,
  RATINGS,
  SEQUENCE_ROLES,
  SEXES,
  VERDICTS,
} from "@/lib/catalogue/search-query";
import { SERIES_NUMBERS } from "@/lib/catalogue/search-model/facts";

// The criteria of a cohort as a typed tree. Browser-safe: page, server and tests share it. Its meaning is written in
// docs/cohorts.md; evaluate.ts says it plainly, criteria-sql-store.ts in SQL, sentence.ts in words.
//
// Every node is true or false of one exam; the answer is the exams of which the root is true, their subjects, and
// those of their series that the tree speaks of. A scope changes what a part is asked of:
// - `series`: some series of the exam fulfils the whole group at once;
// - `visit`, `subject`: some exam of the same visit, of the same subject, fulfils the part;
// - `visits`: at least n visits of the subject hold an exam that fulfils the part;
// - `pair`: this exam and one of another visit, so long apart, both fulfil the part.

export const CRITERIA_VERSION = 1;
/** Nodes one above the other, the root included. */
export const MAX_DEPTH = 12;
export const MAX_NODES = 200;
const MAX_VALUES = 60;
/** One month of an interval. */
export const MEAN_MONTH_DAYS = 30.436875;

export const INTERVAL_UNITS = ["day", "month", "year"] as const;
export type IntervalUnit = (typeof INTERVAL_UNITS)[number];

/** A number of a series that a range can be asked of, with its unit in the name. */
export type SeriesNumber = (typeof SERIES_NUMBERS)[number];

const code = z.string().regex(/^[A-Za-z0-9:._-]{1,40}$/);
const some = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(MAX_VALUES);
const bound = z.number().min(-1e9).max(1e9).nullable();

/** Bounds included; null is no bound, and 0 is a bound. At least one is given, in order. */
const range = { min: bound, max: bound };
const hasBound = (value: { min: number | null; max: number | null }) =>
  (value.min !== null || value.max !== null) &&
  (value.min === null || value.max === null || value.min <= value.max);
const RANGE_MESSAGE = "a range needs a bound, the lower one first";

/** When a diagnosis must hold. */
const diagnosisRule = z.discriminatedUnion("at", [
  /** Asserted on or before the exam, neither refuted nor abated by then. */
  z.strictObject({ at: z.literal("exam") }),
  /** Stated of the subject at any time and not refuted. */
  z.strictObject({ at: z.literal("ever") }),
  /** Asserted within so many days of the exam, before or after, and not refuted. */
  z.strictObject({ at: z.literal("nearest"), days: z.number().int().min(0).max(36_525) }),
]);

/** When a score must have been taken. */
const scoreRule = z.discriminatedUnion("at", [
  z.strictObject({ at: z.literal("ever") }),
  /** The value taken nearest to the exam within so many days, before or after; of two as near, the earlier. */
  z.strictObject({ at: z.literal("nearest"), days: z.number().int().min(0).max(36_525) }),
]);

const EXAM_LEAVES = [
  z.strictObject({
    kind: z.literal("diagnosis"),
    /** Any of these, descendants included. */
    codes: some(code),
    rule: diagnosisRule,
    /** `unresolved`: no statement says yes, one of month or year precision straddles the exam. */
    status: z.enum(["present", "unresolved"]),
  }),
  /** Healthy control in one of these projects; in any when none is named. */
  z.strictObject({ kind: z.literal("control"), projects: z.array(code).max(MAX_VALUES) }),
  z
    .strictObject({ kind: z.literal("score"), name: z.string().min(1).max(40), ...range, rule: scoreRule })
    .refine(hasBound, RANGE_MESSAGE),
  z.strictObject({ kind: z.literal("sex"), values: some(z.enum(SEXES)) }),
  /** Completed years at the exam; an unknown age is in no range. 90 stands for "over 89". */
  z
    .strictObject({
      kind: z.literal("age"),
      min: z.number().int().min(0).max(MAX_AGE_YEARS).nullable(),
      max: z.number().int().min(0).max(MAX_AGE_YEARS).nullable(),
    })
    .refine(hasBound, RANGE_MESSAGE),
  z.strictObject({ kind: z.literal("site"), codes: some(code) }),
  z.strictObject({ kind: z.literal("project"), codes: some(code) }),
  /** A manufacturer, or one of its models. */
  z.strictObject({
    kind: z.literal("scanner"),
    of: some(
      z.strictObject({
        manufacturer: z.enum(MANUFACTURERS),
        model: z.string().min(1).max(80).nullable(),
      }),
    ),
  }),
  /** Nominal field strengths, in tesla. */
  z.strictObject({ kind: z.literal("field"), tesla: some(z.number().positive().max(20)) }),
  /**
   * What a protocol says of the exam now: one of `codes` (any when none is named) judges it, with one of these verdicts
   * and wholenesses (whatever they are when none is named), all of one protocol.
   */
  z.strictObject({
    kind: z.literal("protocol"),
    codes: z.array(code).max(MAX_VALUES),
    verdicts: z.array(z.enum(["compliant", "minor", "major", "undetermined"])).max(4),
    whole: z.enum(["whole", "incomplete"]).nullable(),
  }),
] as const;

const SERIES_LEAVES = [
  z.strictObject({ kind: z.literal("role"), values: some(z.enum(SEQUENCE_ROLES)) }),
  z.strictObject({ kind: z.literal("dimension"), value: z.enum(["2D", "3D"]) }),
  /** Quantitative maps; with none named, a weighted image (no map). */
  z.strictObject({ kind: z.literal("map"), values: z.array(z.string().min(1).max(40)).max(MAX_VALUES) }),
  z.strictObject({ kind: z.literal("contrast"), values: some(z.enum(["yes", "no", "unknown"])) }),
  z.strictObject({ kind: z.literal("derived"), value: z.boolean() }),
  /** Verdicts of the series now by one of `protocols` (any when none is named); `none`: no such protocol judges it. */
  z.strictObject({
    kind: z.literal("verdict"),
    values: some(z.enum(VERDICTS)),
    protocols: z.array(code).max(MAX_VALUES),
  }),
  z.strictObject({ kind: z.literal("qc"), values: some(z.enum(QC_STATES)) }),
  z.strictObject({ kind: z.literal("rating"), values: some(z.enum(RATINGS)) }),
  /** Images are in the store. */
  z.strictObject({ kind: z.literal("pixels") }),
  /** Some value of the series lies within; an unknown one lies in no range. */
  z
    .strictObject({ kind: z.literal("number"), name: z.enum(SERIES_NUMBERS), ...range })
    .refine(hasBound, RANGE_MESSAGE),
] as const;

export type ExamLeaf = z.infer<(typeof EXAM_LEAVES)[number]>;
export type SeriesLeaf = z.infer<(typeof SERIES_LEAVES)[number]>;

/** What is asked of one series. */
export type SeriesNode =
  | SeriesLeaf
  | { kind: "and"; of: SeriesNode[] }
  | { kind: "or"; of: SeriesNode[] }
  | { kind: "not"; of: SeriesNode };

/** What is asked of one exam. An empty `and` is true of every exam, an empty `or` of none. */
export type ExamNode =
  | ExamLeaf
  | { kind: "and"; of: ExamNode[] }
  | { kind: "or"; of: ExamNode[] }
  | { kind: "not"; of: ExamNode }
  | { kind: "series"; of: SeriesNode }
  | { kind: "visit"; of: ExamNode }
  | { kind: "subject"; of: ExamNode }
  | { kind: "visits"; atLeast: number; of: ExamNode }
  | PairNode;

/**
 * This exam and one of another visit of the subject lie `min` to `max` apart (whole days between the days of the two
 * visits' starts, bounds included, months of 30.436875 days; an undated visit is in no pair) and both fulfil `of`.
 */
export interface PairNode {
  kind: "pair";
  /** Which of the two this exam is. */
  part: "first" | "second" | "either";
  interval: { min: number; max: number; unit: IntervalUnit };
  sameScanner: boolean;
  /** Both exams are judged compliant by some protocol now, and by no protocol worse. */
  bothCompliant: boolean;
  of: ExamNode;
}

export type CriteriaNode = ExamNode | SeriesNode;

// Told apart by `kind` before anything below is read: tried one after the other, the alternatives would read each part
// again at every level above it.
const seriesNodeSchema: z.ZodType<SeriesNode> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    ...SERIES_LEAVES,
    z.strictObject({ kind: z.literal("and"), of: z.array(seriesNodeSchema).max(MAX_NODES) }),
    z.strictObject({ kind: z.literal("or"), of: z.array(seriesNodeSchema).max(MAX_NODES) }),
    z.strictObject({ kind: z.literal("not"), of: seriesNodeSchema }),
  ]),
);

const intervalSchema = z
  .strictObject({
    min: z.number().min(0).max(40_000),
    max: z.number().min(0).max(40_000),
    unit: z.enum(INTERVAL_UNITS),
  })
  .refine(hasBound, RANGE_MESSAGE);

const examNodeSchema: z.ZodType<ExamNode> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    ...EXAM_LEAVES,
    z.strictObject({ kind: z.literal("and"), of: z.array(examNodeSchema).max(MAX_NODES) }),
    z.strictObject({ kind: z.literal("or"), of: z.array(examNodeSchema).max(MAX_NODES) }),
    z.strictObject({ kind: z.literal("not"), of: examNodeSchema }),
    z.strictObject({ kind: z.literal("series"), of: seriesNodeSchema }),
    z.strictObject({ kind: z.literal("visit"), of: examNodeSchema }),
    z.strictObject({ kind: z.literal("subject"), of: examNodeSchema }),
    z.strictObject({
      kind: z.literal("visits"),
      atLeast: z.number().int().min(1).max(50),
      of: examNodeSchema,
    }),
    z.strictObject({
      kind: z.literal("pair"),
      part: z.enum(["first", "second", "either"]),
      interval: intervalSchema,
      sameScanner: z.boolean(),
      bothCompliant: z.boolean(),
      of: examNodeSchema,
    }),
  ]),
);

/** A whole question, as it is kept, sent and cited. Read it with parseCriteria, which bounds its depth first. */
export const criteriaSchema = z.strictObject({ version: z.literal(CRITERIA_VERSION), root: examNodeSchema });
export interface Criteria {
  version: typeof CRITERIA_VERSION;
  root: ExamNode;
}

/** Every exam that the actor may reach. */
export const EVERYTHING: Criteria = { version: CRITERIA_VERSION, root: { kind: "and", of: [] } };

/** The parts directly under a node. */
export function childrenOf(node: CriteriaNode): CriteriaNode[] {
  if (!("of" in node) || node.kind === "scanner") return [];
  return Array.isArray(node.of) ? node.of : [node.of];
}

/** Whole days of an interval's bounds: the nearest whole day of each, so that 12 months are 365 days. */
export function intervalDays(interval: { min: number; max: number; unit: IntervalUnit }): {
  minDays: number;
  maxDays: number;
} {
  const days = { day: 1, month: MEAN_MONTH_DAYS, year: 12 * MEAN_MONTH_DAYS }[interval.unit];
  return { minDays: Math.round(interval.min * days), maxDays: Math.round(interval.max * days) };
}
