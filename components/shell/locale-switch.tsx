"use client";

import { useTranslations } from "next-intl";
import { LOCALES, type Locale } from "@/components/i18n/locales";
import { classNames } from "@/components/ui/class-names";

/** FR / EN, both always in sight; the current one is pressed. */
export function LocaleSwitch({ locale, onLocale }: { locale: Locale; onLocale: (locale: Locale) => void }) {
  const t = useTranslations("shell.language");
  return (
    <div
      role="group"
      aria-label={t("label")}
      className="flex h-6.5 shrink-0 rounded-full border border-control p-0.5"
    >
      {LOCALES.map((choice) => (
        <button
          key={choice}
          type="button"
          lang={choice}
          aria-label={t(choice)}
          aria-pressed={choice === locale}
          onClick={() => {
            if (choice !== locale) onLocale(choice);
          }}
          className={classNames(
            "rounded-full px-2 text-micro font-medium",
            choice === locale ? "bg-ink text-on-ink" : "text-muted hover:text-ink",
          )}
        >
          {t("short", { locale: choice })}
        </button>
      ))}
    </div>
  );
}
