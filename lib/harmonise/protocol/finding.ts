import { z } from "zod";
import { expectationSchema, PAIR_RELATIONS, SEVERITIES, toleranceSchema } from "./content";
import { PARAMETER_NAMES } from "./parameters";

// What a verdict says. Plain data, browser-safe.

export const VERDICT_VALUES = ["compliant", "minor", "major", "undetermined"] as const;
export type VerdictValue = (typeof VERDICT_VALUES)[number];

const value = z.union([z.number(), z.array(z.number()), z.string(), z.boolean()]);

/** One parameter of a series that is not as its rule asks, or that is not known. Values are in `unit`, the rule's. */
export const seriesFindingSchema = z.strictObject({
  parameter: z.enum(PARAMETER_NAMES),
  expected: expectationSchema,
  /** Null when the series does not say: `undetermined`. */
  observed: value.nullable(),
  tolerance: toleranceSchema.nullable(),
  /** Observed minus the nearest allowed value; null for words, lists of other lengths and what is not known. */
  delta: z.number().nullable(),
  unit: z.string(),
  verdict: z.enum(["minor", "major", "undetermined"]),
  /** Which scope's rule asked. */
  scope: z.enum(["scanner", "model", "vendor", "fieldStrength", "network"]),
});
export type SeriesFinding = z.infer<typeof seriesFindingSchema>;

/** What is wrong with an exam as a whole. Steps are named by position. */
export const examFindingSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("missing"),
    step: z.number().int(),
    present: z.number().int(),
    wanted: z.number().int(),
    severity: z.enum(SEVERITIES),
  }),
  z.strictObject({ kind: z.literal("repeated"), step: z.number().int(), seriesIds: z.array(z.uuid()) }),
  /** Series that no step asks for; no fault of itself. */
  z.strictObject({ kind: z.literal("extra"), seriesIds: z.array(z.uuid()) }),
  z.strictObject({
    kind: z.literal("order"),
    step: z.number().int(),
    /** The step that should have come before it. */
    after: z.number().int(),
    /** Undetermined where a series has no number. */
    verdict: z.enum(["minor", "undetermined"]),
  }),
  z.strictObject({
    kind: z.literal("pair"),
    pair: z.number().int(),
    relation: z.enum(PAIR_RELATIONS),
    firstSeriesId: z.uuid(),
    secondSeriesId: z.uuid(),
    /** In mm, degrees or the parameter's unit; null where it could not be told. */
    delta: z.number().nullable(),
    verdict: z.enum(["minor", "major", "undetermined"]),
  }),
]);
export type ExamFinding = z.infer<typeof examFindingSchema>;
