"use server";

import { redirect } from "next/navigation";
import { saveLocale, saveTheme } from "@/app/preferences";
import { findCurrentActor } from "@/lib/access/current-actor";
import { readAccount } from "@/lib/access/read-account";
import { safeReturnTo } from "@/lib/access/return-to";
import { isLocale, isTheme } from "@/components/i18n/locales";

/** After signing in: this browser takes the person's language and theme, and goes where she wanted to go. */
export async function enter(returnTo: string): Promise<void> {
  const actor = await findCurrentActor();
  if (actor) {
    const account = await readAccount(actor);
    if (isLocale(account.locale)) await saveLocale(account.locale);
    if (isTheme(account.theme)) await saveTheme(account.theme);
  }
  redirect(safeReturnTo(typeof returnTo === "string" ? returnTo : null));
}
