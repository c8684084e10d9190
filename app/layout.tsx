import type { Metadata, Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { ToastRegion } from "@/components/ui/toast";
import { TooltipProvider } from "@/components/ui/tooltip";
import { plexMono, plexMonoExt, plexSans, plexSansExt } from "./fonts";
import { requestPreferences } from "./i18n/preferences";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell");
  return {
    title: { default: t("product"), template: `%s · ${t("product")}` },
    description: t("tagline"),
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#151a20" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { locale, theme } = await requestPreferences();
  return (
    <html
      lang={locale}
      data-theme={theme === "system" ? undefined : theme}
      className={classNames(plexSans.variable, plexSansExt.variable, plexMono.variable, plexMonoExt.variable)}
    >
      <body>
        <NextIntlClientProvider>
          <TooltipProvider>
            <ToastRegion>{children}</ToastRegion>
          </TooltipProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
