/** The languages of the interface; the first is the default. */
export const LOCALES = ["fr", "en"] as const;

export type Locale = (typeof LOCALES)[number];

export const LOCALE_COOKIE = "ariane-locale";
export const THEME_COOKIE = "ariane-theme";

/** Colour themes a user can ask for; "system" follows the machine. */
export const THEMES = ["system", "light", "dark"] as const;

export type Theme = (typeof THEMES)[number];

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

export function isTheme(value: unknown): value is Theme {
  return THEMES.some((theme) => theme === value);
}

/** The best of our languages for an Accept-Language header (RFC 9110 §12.5.4); French when none is named. */
export function negotiateLocale(acceptLanguage: string | null): Locale {
  const wishes = (acceptLanguage ?? "")
    .split(",")
    .map((part, position) => {
      const [range = "", ...parameters] = part.trim().split(";");
      const q = parameters.map((p) => /^\s*q=([0-9.]+)\s*$/.exec(p)?.[1]).find((v) => v !== undefined);
      return {
        language: range.toLowerCase().split("-")[0],
        weight: q === undefined ? 1 : Number(q),
        position,
      };
    })
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight || a.position - b.position);
  for (const { language } of wishes) {
    if (isLocale(language)) return language;
  }
  return LOCALES[0];
}
