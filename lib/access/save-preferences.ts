import { z } from "zod";
import { AppError } from "@/lib/platform/errors";
import { type Actor, isSystem, LOCALES } from "./actor";
import { updatePreferences } from "./user-store";

/** An absent field is left as it is; null follows the browser, or the system. */
export const preferencesSchema = z.object({
  locale: z.enum(LOCALES).nullable().optional(),
  theme: z.enum(["light", "dark"]).nullable().optional(),
});

/** Keeps the actor's own language and theme. */
export async function savePreferences(
  actor: Actor,
  preferences: z.infer<typeof preferencesSchema>,
): Promise<void> {
  if (isSystem(actor)) throw new AppError("forbidden");
  await updatePreferences(actor.userId, preferences);
}
