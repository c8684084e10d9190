import { z } from "zod";
import { SEQUENCE_ROLES } from "@/lib/harmonise/rules/role-features";

/** What of a person a model keeps: the differences between people are not the scanners'. */
export const COVARIATES = ["ageYears", "sex", "status"] as const;
export type Covariate = (typeof COVARIATES)[number];

const distinct = <T>(values: readonly T[]) => new Set(values).size === values.length;
const ageYears = z.number().int().min(0).max(130).nullable();

/** The series whose metrics are features: one role, 2D or 3D. */
export const sequenceSchema = z.strictObject({
  role: z.enum(SEQUENCE_ROLES),
  /** Null where the header does not say. */
  is3D: z.boolean().nullable(),
});
export type Sequence = z.infer<typeof sequenceSchema>;

/** Of whom, and of which scanners. */
export const referenceGroupSchema = z
  .strictObject({
    sequence: sequenceSchema,
    epochIds: z.array(z.guid()).min(1).max(500).refine(distinct),
    /** Completed years at the exam, both included; 90 is everybody over 89. */
    ageFromYears: ageYears,
    ageToYears: ageYears,
    /** Only members of a project as controls, and of none as patients. */
    controlsOnly: z.boolean(),
  })
  .refine(
    ({ ageFromYears, ageToYears }) =>
      ageFromYears === null || ageToYears === null || ageFromYears <= ageToYears,
  );
export type ReferenceGroup = z.infer<typeof referenceGroupSchema>;

const featureNames = z
  .array(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,59}$/))
  .min(1)
  .max(40)
  .refine(distinct);

/** A fit, as it is asked for. */
export const fitRequestSchema = z.strictObject({
  group: referenceGroupSchema,
  features: featureNames,
  covariates: z.array(z.enum(COVARIATES)).refine(distinct),
  meanOnly: z.boolean(),
});
export type FitRequest = z.infer<typeof fitRequestSchema>;

/** A fit that is kept under a name. */
export const fitModelSchema = fitRequestSchema.extend({
  name: z
    .string()
    .trim()
    .min(3)
    .max(80)
    .regex(/^\P{Cc}*$/u),
});
