"use client";

import { useFormatter, useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { UNITS } from "@/lib/catalogue/search-query";
import type { ShownCount, ThreeCounts } from "@/lib/catalogue/search-result";

/** Subjects, exams, series: three numbers that are never mixed. */
export function Counts({
  counts,
  exact,
  pending,
}: {
  counts: ThreeCounts;
  exact: boolean;
  /** A newer answer is on its way. */
  pending: boolean;
}) {
  const t = useTranslations("catalogue.counts");
  const terms = useTranslations("terms");
  const format = useFormatter();
  const write = (count: ShownCount) =>
    count === "below-11" ? t("below") : exact ? format.number(count) : t("about", { count });
  return (
    <div aria-live="polite" aria-busy={pending} className="flex flex-wrap items-baseline gap-x-8 gap-y-1">
      {UNITS.map((unit) => (
        <p key={unit} className="flex items-baseline gap-2">
          <span
            data-count={unit}
            className={classNames("text-count font-medium transition-opacity", pending && "opacity-50")}
          >
            {write(counts[unit])}
          </span>
          <span>{terms(unit, { count: counts[unit] === "below-11" ? 2 : counts[unit] })}</span>
        </p>
      ))}
      <p className="text-muted">{pending ? t("updating") : exact ? null : t("rounded")}</p>
    </div>
  );
}
