"use client";

import { useTranslations } from "next-intl";
import type { CatalogueCharts } from "@/lib/catalogue/search-result";
import { ChartFrame } from "./chart-frame";

const STEP = 5;
const FIRST = 10;
const LAST = 90;
const SERIES = [
  { key: "women", sexes: ["female"], fill: "fill-data-4", swatch: "bg-data-4" },
  { key: "men", sexes: ["male"], fill: "fill-data-2", swatch: "bg-data-2" },
] as const;
const WIDTH = 320;
const HEIGHT = 64;

/** Subjects by age at the exam, five years a group, women and men side by side. */
export function AgeBySexChart({ data }: { data: CatalogueCharts["ageBySex"] }) {
  const t = useTranslations("catalogue.charts");
  const starts = Array.from({ length: (LAST - FIRST) / STEP + 1 }, (_, index) => FIRST + index * STEP);
  const countOf = (from: number, sexes: readonly string[]) =>
    data
      .filter((bar) => sexes.includes(bar.sex) && Math.max(FIRST, bar.fromYears) === from)
      .reduce((sum, bar) => sum + (bar.count === "below-11" ? 0 : bar.count), 0);
  const largest = Math.max(1, ...starts.flatMap((from) => SERIES.map(({ sexes }) => countOf(from, sexes))));
  const group = WIDTH / starts.length;
  const bar = group * 0.4;
  return (
    <ChartFrame
      title={t("ageBySex")}
      legend={SERIES.map(({ key, swatch }) => (
        <span key={key} className="flex items-center gap-1">
          <span aria-hidden="true" className={`size-2 ${swatch}`} />
          {t(key)}
        </span>
      ))}
    >
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 14}`}
        className="max-h-40 w-full"
        role="img"
        aria-label={t("ageBySex")}
        preserveAspectRatio="none"
      >
        {starts.map((from, index) =>
          SERIES.map(({ key, sexes, fill }, side) => {
            const count = countOf(from, sexes);
            const height = count === 0 ? 0 : Math.max(1.5, (count / largest) * HEIGHT);
            return (
              <rect
                key={`${from}-${key}`}
                x={index * group + group * 0.08 + side * bar}
                y={HEIGHT - height}
                width={bar - 0.6}
                height={height}
                className={fill}
              >
                <title>{t("ageBar", { from, to: from + STEP - 1, sex: t(key), count })}</title>
              </rect>
            );
          }),
        )}
        <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} className="stroke-line" strokeWidth={0.6} />
      </svg>
      <div aria-hidden="true" className="relative h-4 text-micro text-muted">
        {[20, 40, 60, 80].map((years) => (
          <span
            key={years}
            className="absolute -translate-x-1/2"
            style={{ left: `${((years - FIRST) / STEP / starts.length) * 100 + 50 / starts.length}%` }}
          >
            {years}
          </span>
        ))}
      </div>
    </ChartFrame>
  );
}
