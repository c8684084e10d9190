"use client";

import { useFormatter, useTranslations } from "next-intl";
import { AgeBySexChart } from "@/components/catalogue/age-by-sex-chart";
import { RoleByScannerChart } from "@/components/catalogue/role-by-scanner-chart";
import { classNames } from "@/components/ui/class-names";
import type { ShownCount } from "@/lib/catalogue/search-result";
import { INTERVAL_STEP_MONTHS, LAST_EXAMS_BAR, LAST_INTERVAL_MONTHS } from "@/lib/cohort/answer";
import { childrenOf, MEAN_MONTH_DAYS, type CriteriaNode } from "@/lib/cohort/criteria";
import { BarChart } from "./bar-chart";
import { useBuilder } from "./builder-state";

const drawn = (count: ShownCount | undefined) => (count === undefined || count === "below-11" ? 0 : count);

/** The intervals that the question asks for, in months. */
function askedIntervals(node: CriteriaNode): { from: number; to: number }[] {
  const below = childrenOf(node).flatMap(askedIntervals);
  if (node.kind !== "pair") return below;
  const { min, max, unit } = node.interval;
  const months = { day: 1 / MEAN_MONTH_DAYS, month: 1, year: 12 }[unit];
  return [{ from: min * months, to: max * months }, ...below];
}

/** The distributions of the answer. */
export function BuilderCharts() {
  const t = useTranslations("cohorts.charts");
  const format = useFormatter();
  const { answer, pending, criteria } = useBuilder();
  const { charts } = answer;
  const asked = askedIntervals(criteria.root);
  const exams = Array.from({ length: LAST_EXAMS_BAR }, (_, index) => {
    const number = index + 1;
    const count = drawn(charts.examsPerSubject.find((bar) => bar.exams === number)?.count);
    const label = number === LAST_EXAMS_BAR ? t("orMore", { number }) : format.number(number);
    return { label, count, title: t("examsBar", { label, count }) };
  });
  const months = Array.from({ length: LAST_INTERVAL_MONTHS / INTERVAL_STEP_MONTHS + 1 }, (_, index) => {
    const from = index * INTERVAL_STEP_MONTHS;
    const count = drawn(charts.intervalMonths.find((bar) => bar.fromMonths === from)?.count);
    const last = from === LAST_INTERVAL_MONTHS;
    return {
      label: last ? t("orMore", { number: from }) : format.number(from),
      count,
      title: last
        ? t("intervalLast", { from, count })
        : t("intervalBar", { from, to: from + INTERVAL_STEP_MONTHS, count }),
      marked: asked.some((range) => from + INTERVAL_STEP_MONTHS > range.from && from < range.to),
    };
  });
  return (
    <section
      aria-label={t("label")}
      className={classNames(
        "grid min-w-0 content-start gap-3 transition-opacity md:grid-cols-2 xl:grid-cols-1",
        pending && "opacity-50",
      )}
    >
      <AgeBySexChart data={charts.ageBySex} />
      <BarChart title={t("examsPerSubject")} bars={exams} empty={t("empty")} />
      <BarChart title={t("interval")} bars={months} empty={t("noInterval")} every={4} />
      <RoleByScannerChart scanners={charts.scanners} cells={charts.roleByScanner} />
    </section>
  );
}
