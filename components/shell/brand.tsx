"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Logo } from "@/components/ui/logo";

/** The thread and the name; leads home. */
export function Brand() {
  const t = useTranslations("shell");
  return (
    <Link href="/" aria-label={t("home")} className="flex shrink-0 items-center gap-2.5 rounded-sm">
      <Logo className="size-6 text-thread" />
      <span className="text-base font-semibold">{t("product")}</span>
    </Link>
  );
}
