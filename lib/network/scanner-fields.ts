import { z } from "zod";
import { MANUFACTURERS, normaliseModel } from "./vendor";

const HOURS_OF_A_YEAR = 8760;

/** A scanner as a person enters it. The field is in tesla: whoever types gauss is told, not guessed at. */
export const scannerFieldsSchema = z.object({
  manufacturer: z.enum(MANUFACTURERS),
  model: z.string().trim().min(1).max(64).transform(normaliseModel),
  fieldStrengthTesla: z.number().min(0.05).max(20),
  /** Name shown beside the site when it has several scanners of one model; null for none. */
  label: z
    .string()
    .trim()
    .max(60)
    .regex(/^\P{Cc}*$/u)
    .transform((text) => text || null)
    .nullable(),
  /** After so many hours without an instance it counts as silent; null for never. */
  silentAfterHours: z.number().int().min(1).max(HOURS_OF_A_YEAR).nullable(),
});

/** A number as a person types it, with a point or a comma. */
const typedNumber = z
  .string()
  .trim()
  .regex(/^\d{1,6}(?:[.,]\d{1,4})?$/)
  .transform((text) => Number(text.replace(",", ".")));

/** A scanner as a form sends it: texts, to be checked by the schema of the service. */
export const scannerDraftSchema = z.object({
  siteId: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  fieldStrengthTesla: typedNumber,
  label: z.string(),
  silentAfterHours: z.union([z.literal("").transform(() => null), typedNumber]),
  retired: z.boolean(),
});
