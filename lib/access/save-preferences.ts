import type { Actor } from "./actor";
import { updatePreferences } from "./account-store";

/** Keeps the actor's own language or theme, so that she finds it on any machine; null follows the machine. */
export async function savePreferences(
  actor: Actor,
  preferences: { locale?: "fr" | "en" | null; theme?: "light" | "dark" | null },
): Promise<void> {
  await updatePreferences(actor.userId, preferences);
}
