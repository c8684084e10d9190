"use client";

import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Suspense, useState, useTransition } from "react";
import type { Locale, Theme } from "@/components/i18n/locales";
import { classNames } from "@/components/ui/class-names";
import { AccountMenu } from "./account-menu";
import { Brand } from "./brand";
import { LocaleSwitch } from "./locale-switch";
import type { NavigationItem } from "./navigation";
import { QuickSearch } from "./quick-search";
import { ResearchNotice } from "./research-notice";
import { ShortcutSheet } from "./shortcut-sheet";

export interface TopBarProps {
  userName: string;
  navigation: readonly NavigationItem[];
  locale: Locale;
  theme: Theme;
  /** Keep the choice for the user; server actions. */
  saveLocale: (locale: Locale) => Promise<void>;
  saveTheme: (theme: Theme) => Promise<void>;
}

/** The bar of every page but the viewer: where one is, the quick search, language, account. */
export function TopBar({ userName, navigation, locale, theme, saveLocale, saveTheme }: TopBarProps) {
  const t = useTranslations("shell");
  const pathname = usePathname();
  const router = useRouter();
  const [, startSaving] = useTransition();
  const [sheetOpen, setSheetOpen] = useState(false);
  const keep = (save: () => Promise<void>) => {
    startSaving(async () => {
      await save();
      router.refresh();
    });
  };

  return (
    <header className="sticky top-0 z-30 flex h-[2.875rem] items-center gap-5 border-b bg-surface px-4.5">
      <a
        href="#content"
        className="sr-only rounded-md bg-ink px-3 py-1.5 text-on-ink focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50"
      >
        {t("skip")}
      </a>
      <Brand />
      <nav aria-label={t("navigation.label")} className="flex h-full gap-4.5">
        {navigation.map((item) => {
          const current = pathname === item.under || pathname.startsWith(`${item.under}/`);
          return (
            <Link
              key={item.key}
              href={item.href}
              aria-current={current ? "page" : undefined}
              className={classNames(
                "flex items-center border-b-2 pt-0.5 whitespace-nowrap transition-colors",
                current ? "border-thread text-ink" : "border-transparent text-muted hover:text-ink",
              )}
            >
              {t(`navigation.${item.key}`)}
            </Link>
          );
        })}
      </nav>
      <div className="ml-auto flex items-center gap-3">
        <ResearchNotice short />
        <Suspense>
          <QuickSearch />
        </Suspense>
        <LocaleSwitch
          locale={locale}
          onLocale={(next) => {
            keep(() => saveLocale(next));
          }}
        />
        <AccountMenu
          name={userName}
          theme={theme}
          onTheme={(next) => {
            keep(() => saveTheme(next));
          }}
          onShortcuts={() => {
            setSheetOpen(true);
          }}
        />
      </div>
      <ShortcutSheet open={sheetOpen} onOpenChange={setSheetOpen} />
    </header>
  );
}
