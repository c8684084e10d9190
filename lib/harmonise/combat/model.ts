import { z } from "zod";

const row = z.array(z.number());

/** A fitted model, whole: applying it needs nothing of the rows that it was fitted on. */
export const combatModelSchema = z
  .strictObject({
    version: z.literal(1),
    features: z.array(z.string()).min(2),
    covariates: z.array(
      z.discriminatedUnion("kind", [
        z.strictObject({
          name: z.string(),
          kind: z.literal("number"),
          smallest: z.number(),
          largest: z.number(),
        }),
        z.strictObject({ name: z.string(), kind: z.literal("levels"), levels: z.array(z.string()).min(2) }),
      ]),
    ),
    meanOnly: z.boolean(),
    batches: z.array(z.strictObject({ batch: z.string(), subjects: z.number().int().positive() })).min(2),
    /** Of each column of the covariates on each feature. */
    coefficients: z.array(row),
    /** By feature. */
    grandMean: row,
    /** By feature; of the residuals over the number of rows, as sva does. */
    pooledVariance: row,
    /** Posterior location and squared scale, by batch and feature, of the standardised features. */
    location: z.array(row),
    scale: z.array(row),
  })
  .refine(
    ({ features, batches, ...model }) =>
      [model.grandMean, model.pooledVariance].every(({ length }) => length === features.length) &&
      model.pooledVariance.every((variance) => variance > 0) &&
      [model.location, model.scale].every(
        (rows) => rows.length === batches.length && rows.every(({ length }) => length === features.length),
      ) &&
      model.scale.flat().every((scale) => scale > 0) &&
      model.coefficients.every(({ length }) => length === features.length) &&
      model.coefficients.length ===
        model.covariates.reduce(
          (sum, covariate) => sum + (covariate.kind === "number" ? 1 : covariate.levels.length - 1),
          0,
        ),
    "the parts of the model are of different sizes",
  );

export type CombatModel = z.infer<typeof combatModelSchema>;
