import { z } from "zod";
import { batchEffectSchema } from "@/lib/harmonise/combat/batch-effect";
import { combatModelSchema } from "@/lib/harmonise/combat/model";
import { COVARIATES, referenceGroupSchema } from "./reference-group";

const count = z.number().int().nonnegative();

export const leftOutSchema = z.strictObject({
  incomplete: count,
  withoutCovariate: count,
  unlinked: count,
  repeated: count,
});

/** `HarmonisationModel.covariates`: what the model keeps. */
export const storedCovariatesSchema = z.array(z.enum(COVARIATES));

/** `HarmonisationModel.group`: whom it was fitted on. */
export const storedGroupSchema = z.strictObject({
  group: referenceGroupSchema,
  /** Exams of the group, and those that are in no row. */
  exams: count,
  leftOut: leftOutSchema,
  /** Version of the metrics' definitions; values of another are not what the model knows. */
  metricVersion: z.number().int(),
});

/** `HarmonisationModel.batches`: scanner epochs and how many subjects each gave. */
export const storedBatchesSchema = z.array(z.strictObject({ epochId: z.guid(), subjects: count }));

/** `HarmonisationModel.model`. */
export const storedFitSchema = z.strictObject({
  combat: combatModelSchema,
  /** What it did to its reference group. */
  effects: z.array(batchEffectSchema),
});
