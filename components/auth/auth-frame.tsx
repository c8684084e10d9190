"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition, type ReactNode } from "react";
import type { Locale } from "@/components/i18n/locales";
import { LocaleSwitch } from "@/components/shell/locale-switch";
import { ResearchNotice } from "@/components/shell/research-notice";
import { Logo } from "@/components/ui/logo";

/** The frame of the pages before the door: the name, what it is, one form, the language. */
export function AuthFrame({
  locale,
  saveLocale,
  children,
}: {
  locale: Locale;
  saveLocale: (locale: Locale) => Promise<void>;
  children: ReactNode;
}) {
  const t = useTranslations("shell");
  const router = useRouter();
  const [, startSaving] = useTransition();
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex justify-end px-6.5 py-4">
        <LocaleSwitch
          locale={locale}
          onLocale={(next) => {
            startSaving(async () => {
              await saveLocale(next);
              router.refresh();
            });
          }}
        />
      </header>
      <main id="content" className="grid flex-1 place-items-center px-6 pb-16">
        <div className="flex w-full max-w-88 flex-col gap-8">
          <div className="flex items-center gap-3.5">
            <Logo className="size-11 shrink-0 text-thread" />
            <div>
              <p className="text-title font-semibold">{t("product")}</p>
              <p className="text-dense text-muted">{t("tagline")}</p>
            </div>
          </div>
          {children}
        </div>
      </main>
      <footer className="px-6.5 py-3">
        <ResearchNotice />
      </footer>
    </div>
  );
}
