"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { isLocale, isTheme, LOCALES, THEMES, type Locale, type Theme } from "@/components/i18n/locales";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

/** Language and colours, kept as soon as they are chosen. */
export function PreferenceChoices({
  locale,
  theme,
  saveLocale,
  saveTheme,
}: {
  locale: Locale;
  theme: Theme;
  saveLocale: (locale: Locale) => Promise<void>;
  saveTheme: (theme: Theme) => Promise<void>;
}) {
  const t = useTranslations("account");
  const shell = useTranslations("shell");
  const router = useRouter();
  const [saving, startSaving] = useTransition();
  const keep = (save: () => Promise<void>) => {
    startSaving(async () => {
      await save();
      router.refresh();
    });
  };
  return (
    <div className="flex flex-col gap-4" aria-busy={saving}>
      <Field label={t("language")} hint={t("languageHint")}>
        {(control) => (
          <Select
            {...control}
            className="w-56"
            value={locale}
            onValueChange={(value) => {
              if (isLocale(value)) keep(() => saveLocale(value));
            }}
            options={LOCALES.map((value) => ({ value, label: shell(`language.${value}`) }))}
          />
        )}
      </Field>
      <Field label={t("theme")}>
        {(control) => (
          <Select
            {...control}
            className="w-56"
            value={theme}
            onValueChange={(value) => {
              if (isTheme(value)) keep(() => saveTheme(value));
            }}
            options={THEMES.map((value) => ({ value, label: shell(`theme.${value}`) }))}
          />
        )}
      </Field>
    </div>
  );
}
