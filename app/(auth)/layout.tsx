import type { ReactNode } from "react";
import { requestPreferences } from "@/app/i18n/preferences";
import { saveLocale } from "@/app/preferences";
import { AuthFrame } from "@/components/auth/auth-frame";

export default async function Layout({ children }: { children: ReactNode }) {
  const { locale } = await requestPreferences();
  return (
    <AuthFrame locale={locale} saveLocale={saveLocale}>
      {children}
    </AuthFrame>
  );
}
