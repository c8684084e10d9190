"use server";

import { cookies } from "next/headers";
import { z } from "zod";
import {
  LOCALE_COOKIE,
  LOCALES,
  THEME_COOKIE,
  THEMES,
  type Locale,
  type Theme,
} from "@/components/i18n/locales";
import { findCurrentActor } from "@/lib/access/current-actor";
import { savePreferences } from "@/lib/access/save-preferences";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

async function remember(name: string, value: string): Promise<void> {
  const jar = await cookies();
  jar.set(name, value, { path: "/", sameSite: "lax", httpOnly: true, maxAge: YEAR_SECONDS });
}

/** Keeps a language on this browser, and on the account when someone is signed in. */
export async function saveLocale(locale: Locale): Promise<void> {
  const chosen = z.enum(LOCALES).parse(locale);
  const actor = await findCurrentActor();
  if (actor) await savePreferences(actor, { locale: chosen });
  await remember(LOCALE_COOKIE, chosen);
}

/** Keeps a colour theme likewise. */
export async function saveTheme(theme: Theme): Promise<void> {
  const chosen = z.enum(THEMES).parse(theme);
  const actor = await findCurrentActor();
  if (actor) await savePreferences(actor, { theme: chosen === "system" ? null : chosen });
  await remember(THEME_COOKIE, chosen);
}
