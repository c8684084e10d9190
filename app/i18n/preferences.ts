import { cookies, headers } from "next/headers";
import { cache } from "react";
import {
  isLocale,
  isTheme,
  LOCALE_COOKIE,
  negotiateLocale,
  THEME_COOKIE,
  type Locale,
  type Theme,
} from "@/components/i18n/locales";
import { findCurrentActor } from "@/lib/access/current-actor";
import { readAccount } from "@/lib/access/read-account";

/**
 * Language and theme of the request: what the signed-in user has chosen on any machine, else this browser's cookie,
 * else what the browser asks for.
 */
export const requestPreferences = cache(async (): Promise<{ locale: Locale; theme: Theme }> => {
  const [jar, account] = await Promise.all([cookies(), chosenByUser()]);
  const locale = account.locale ?? jar.get(LOCALE_COOKIE)?.value;
  const theme = account.theme ?? jar.get(THEME_COOKIE)?.value;
  return {
    locale: isLocale(locale) ? locale : negotiateLocale((await headers()).get("accept-language")),
    theme: isTheme(theme) ? theme : "system",
  };
});

/** A page that says why the database is away still needs a language: the account is left out then. */
async function chosenByUser(): Promise<{ locale: string | null; theme: string | null }> {
  try {
    const actor = await findCurrentActor();
    return actor ? await readAccount(actor) : { locale: null, theme: null };
  } catch {
    return { locale: null, theme: null };
  }
}
