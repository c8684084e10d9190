import { z } from "zod";
import { SEQUENCE_ROLES } from "@/lib/harmonise/rules/role-features";
import { parameter, PARAMETER_NAMES } from "./parameters";
import { inKeptUnit } from "./units";

// A protocol version's content, as it is stored, imported and published as a JSON Schema. Plain data, browser-safe.

const value = z.union([
  z.number(),
  z.array(z.number()).min(1).max(200),
  z.string().min(1).max(100),
  z.boolean(),
]);

/** What is expected: one value, one of several, or a range with its bounds included. 0 is a bound like any other. */
export const expectationSchema = z.union([
  z.strictObject({ value }),
  z.strictObject({ oneOf: z.array(value).min(1).max(50) }),
  z.strictObject({ min: z.number().optional(), max: z.number().optional() }),
]);
export type Expectation = z.infer<typeof expectationSchema>;

/** Both given: the wider one counts. Relative to the expected value (or the bound), 0.05 is 5 %. */
export const toleranceSchema = z.strictObject({
  absolute: z.number().min(0).optional(),
  relative: z.number().min(0).max(10).optional(),
});
export type Tolerance = z.infer<typeof toleranceSchema>;

export const SEVERITIES = ["minor", "major"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One parameter rule. `unit` is that of the expectation and the absolute tolerance; the kept unit where it is left out. */
export const parameterRuleSchema = z
  .strictObject({
    parameter: z.enum(PARAMETER_NAMES),
    expect: expectationSchema,
    tolerance: toleranceSchema.optional(),
    unit: z.string().max(10).optional(),
    severity: z.enum(SEVERITIES),
  })
  .superRefine((rule, context) => {
    const { kind, unit } = parameter(rule.parameter);
    const complain = (message: string, path: string[]) => context.addIssue({ code: "custom", message, path });
    if (rule.unit !== undefined && inKeptUnit(rule.unit, unit) === null) complain("unknown-unit", ["unit"]);
    const isRange = !("value" in rule.expect) && !("oneOf" in rule.expect);
    const isNumeric = kind === "number" || kind === "numbers";
    if (isRange) {
      const { min, max } = rule.expect as { min?: number; max?: number };
      if (!isNumeric) complain("range-of-words", ["expect"]);
      if (min === undefined && max === undefined) complain("empty-range", ["expect"]);
      if (min !== undefined && max !== undefined && min > max) complain("contradictory-range", ["expect"]);
    }
    const values =
      "value" in rule.expect ? [rule.expect.value] : "oneOf" in rule.expect ? rule.expect.oneOf : [];
    const fits = {
      number: (one: unknown) => typeof one === "number",
      numbers: (one: unknown) => Array.isArray(one),
      text: (one: unknown) => typeof one === "string",
      flag: (one: unknown) => typeof one === "boolean",
    }[kind];
    if (!values.every(fits)) complain("wrong-kind", ["expect"]);
    if (!isNumeric && rule.tolerance !== undefined) complain("tolerance-of-words", ["tolerance"]);
  });
export type ParameterRule = z.infer<typeof parameterRuleSchema>;

/** Where a variant applies, the narrowest first: a scanner, a model, a vendor, a field strength. */
export const scopeSchema = z.union([
  z.strictObject({ scanner: z.uuid() }),
  z.strictObject({ model: z.string().trim().min(1).max(100) }),
  z.strictObject({ vendor: z.enum(["Siemens", "Philips", "GE", "Canon", "UIH", "Other"]) }),
  z.strictObject({ fieldStrengthTesla: z.number().positive().max(25) }),
]);
export type Scope = z.infer<typeof scopeSchema>;

const rules = z
  .array(parameterRuleSchema)
  .max(60)
  .superRefine((list, context) => {
    list.forEach((rule, index) => {
      if (list.findIndex((other) => other.parameter === rule.parameter) < index)
        context.addIssue({ code: "custom", message: "parameter-twice", path: [index, "parameter"] });
    });
  });

const name = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._+*-]{0,59}$/u);

/** One expected series. A variant's rule takes the place of the network's rule on the same parameter. */
export const protocolStepSchema = z.strictObject({
  /** Unique within the protocol, e.g. "FLAIR 3D". */
  name,
  role: z.enum(SEQUENCE_ROLES),
  is3D: z.boolean().optional(),
  /** Null: a weighted image, no quantitative map. */
  map: z.string().min(1).max(40).nullable().default(null),
  component: z.enum(["magnitude", "phase", "real", "imaginary", "mixed"]).default("magnitude"),
  contrastAgent: z.enum(["yes", "no"]).optional(),
  required: z.boolean().default(true),
  /** How many series it may be; more are "repeated". */
  count: z
    .strictObject({ min: z.number().int().min(1).max(50), max: z.number().int().min(1).max(50) })
    .refine(({ min, max }) => min <= max, { message: "contradictory-range" })
    .default({ min: 1, max: 1 }),
  rules: rules.default([]),
  variants: z
    .array(z.strictObject({ scope: scopeSchema, rules }))
    .max(60)
    .default([])
    .superRefine((list, context) => {
      const keys = list.map(({ scope }) => JSON.stringify(scope));
      keys.forEach((key, index) => {
        if (keys.indexOf(key) < index)
          context.addIssue({ code: "custom", message: "scope-twice", path: [index, "scope"] });
      });
    }),
});
export type ProtocolStep = z.infer<typeof protocolStepSchema>;

/** What two series of one exam must be to each other. */
export const PAIR_RELATIONS = [
  /** Slices are parallel, within `tolerance.absolute` degrees (1 by default). */
  "sameOrientation",
  /** The first's box holds the second's, within `tolerance.absolute` mm (one voxel of the first by default). */
  "covers",
  /** One parameter is equal, within the tolerance. */
  "sameParameter",
  /** Phase encoding goes the other way along the same axis. */
  "oppositePhaseEncoding",
] as const;

export const pairRuleSchema = z
  .strictObject({
    /** Names of steps, e.g. the field map and its BOLD. */
    first: name,
    second: name,
    relation: z.enum(PAIR_RELATIONS),
    parameter: z.enum(PARAMETER_NAMES).optional(),
    tolerance: toleranceSchema.optional(),
    severity: z.enum(SEVERITIES),
  })
  .superRefine((pair, context) => {
    if ((pair.relation === "sameParameter") !== (pair.parameter !== undefined))
      context.addIssue({ code: "custom", message: "pair-parameter", path: ["parameter"] });
  });
export type PairRule = z.infer<typeof pairRuleSchema>;

export const protocolContentSchema = z
  .strictObject({
    steps: z.array(protocolStepSchema).min(1).max(60),
    pairs: z.array(pairRuleSchema).max(60).default([]),
    /** Steps must come in this order. */
    ordered: z.boolean().default(false),
  })
  .superRefine(({ steps, pairs }, context) => {
    const names = steps.map((step) => step.name);
    names.forEach((one, index) => {
      if (names.indexOf(one) < index)
        context.addIssue({ code: "custom", message: "name-twice", path: ["steps", index, "name"] });
    });
    pairs.forEach((pair, index) => {
      for (const end of ["first", "second"] as const) {
        if (!names.includes(pair[end]))
          context.addIssue({ code: "custom", message: "unknown-step", path: ["pairs", index, end] });
      }
    });
  });
export type ProtocolContent = z.infer<typeof protocolContentSchema>;

/** A protocol version as a file: what YAML and JSON imports hold. */
export const protocolDocumentSchema = z
  .strictObject({
    code: z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,39}$/),
    name: z.string().trim().min(1).max(120),
    /** True dates. */
    validFrom: z.iso.date(),
    /** First day on which it no longer applies. */
    validUntil: z.iso.date().nullable().default(null),
    reason: z.string().trim().max(500).default(""),
    content: protocolContentSchema,
  })
  .superRefine(({ validFrom, validUntil }, context) => {
    if (validUntil !== null && validUntil <= validFrom)
      context.addIssue({ code: "custom", message: "contradictory-range", path: ["validUntil"] });
  });
export type ProtocolDocument = z.infer<typeof protocolDocumentSchema>;
