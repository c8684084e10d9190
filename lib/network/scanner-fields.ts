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
