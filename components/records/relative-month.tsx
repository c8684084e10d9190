import { useTranslations } from "next-intl";
import type { RelativeDate } from "@/lib/catalogue/relative-date";
import { monthLabel } from "./timeline-scale";

/** "M12", "M−38 to M−26", or "date unknown". */
export function RelativeMonth({ date }: { date: RelativeDate | null }) {
  const t = useTranslations("records.relative");
  if (date === null) return <>{t("undated")}</>;
  if (date.fromMonth === date.toMonth) return <>{monthLabel(date.fromMonth)}</>;
  return <>{t("range", { from: monthLabel(date.fromMonth), to: monthLabel(date.toMonth) })}</>;
}

/** The label of an exam's or a visit's month. */
export function useMonthName(): (month: number | null) => string {
  const t = useTranslations("records.relative");
  return (month) => (month === null ? t("undated") : monthLabel(month));
}
