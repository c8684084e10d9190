"use client";

import { useTranslations } from "next-intl";

/** "Research use only, not a medical device": on every page that shows subjects or images. */
export function ResearchNotice({ short = false }: { short?: boolean }) {
  const t = useTranslations("shell");
  if (!short) return <p className="text-micro text-muted">{t("researchOnlyFull")}</p>;
  return (
    <span className="hidden text-micro whitespace-nowrap text-muted xl:inline" title={t("researchOnlyFull")}>
      {t("researchOnly")}
    </span>
  );
}
