import { z } from "zod";
import { PARAMETER_NAMES } from "./protocol/parameters";

// What can be found about a scanner: the closed vocabulary of `ScannerFinding`. Browser-safe.

export const FINDING_KINDS = [
  /** A QC metric moved. */
  "metric-shift",
  /** A parameter left its protocol more often than before. */
  "parameter-departs",
  /** A parameter that protocols ask for is no longer told. */
  "parameter-missing",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

const count = z.number().int().nonnegative();

const metricDetail = z.strictObject({
  /** Medians of the exams, in the metric's own unit. */
  before: z.number(),
  after: z.number(),
  /** Hodges–Lehmann shift over the size of the median before; null when that is 0. */
  relativeShift: z.number().nullable(),
  examsBefore: count,
  examsAfter: count,
  /** Adjusted for all tests of the scanner (Holm). */
  p: z.number().min(0).max(1),
});

const shareDetail = z.strictObject({
  examsBefore: count,
  departingBefore: count,
  examsAfter: count,
  departingAfter: count,
  p: z.number().min(0).max(1),
  /** What is mostly asked and mostly found since, in `unit`; null where that is not one number. */
  expected: z.number().nullable(),
  observed: z.number().nullable(),
  unit: z.string().max(10).nullable(),
});

export type MetricDetail = z.infer<typeof metricDetail>;
export type ShareDetail = z.infer<typeof shareDetail>;

/** Names of QC metrics as `QcMetric.name` writes them. */
const metricName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,40}$/);

/** Kind, what it is about (a metric or a parameter), and its figures. */
export const scannerFindingSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("metric-shift"), subject: metricName, detail: metricDetail }),
  z.object({ kind: z.literal("parameter-departs"), subject: z.enum(PARAMETER_NAMES), detail: shareDetail }),
  z.object({ kind: z.literal("parameter-missing"), subject: z.enum(PARAMETER_NAMES), detail: shareDetail }),
]);
export type ScannerFindingBody = z.infer<typeof scannerFindingSchema>;
