import { useLocale, useTranslations } from "next-intl";
import { useValueText } from "@/components/format/parameter-value";
import type { Expectation, Tolerance } from "@/lib/harmonise/protocol/content";
import type { ParameterName } from "@/lib/harmonise/protocol/parameters";

const SPACE = "\u00a0";
const MINUS = "\u2212";

/** How the interface writes what a protocol asks, what was observed, and how far it is. For server and browser. */
export function useFindingText() {
  const locale = useLocale();
  const t = useTranslations("compliance");
  const { number, withUnit, plain, value } = useValueText();
  const signed = new Intl.NumberFormat(locale, { maximumSignificantDigits: 4, signDisplay: "exceptZero" });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });

  return {
    value,
    parameter: (name: ParameterName): string => t(`parameter.${name}`),
    expected(expect: Expectation, unit: string): string {
      if ("value" in expect) return value(expect.value, unit);
      if ("oneOf" in expect) return withUnit(expect.oneOf.map(plain).join(t("or")), unit);
      const { min, max } = expect;
      if (min !== undefined && max !== undefined)
        return withUnit(t("range", { min: number(min), max: number(max) }), unit);
      return min === undefined
        ? `≤${SPACE}${withUnit(number(max ?? 0), unit)}`
        : `≥${SPACE}${withUnit(number(min), unit)}`;
    },
    tolerance(tolerance: Tolerance | null, unit: string): string {
      const { absolute, relative } = tolerance ?? {};
      const parts = [
        ...(absolute === undefined || absolute === 0 ? [] : [withUnit(number(absolute), unit)]),
        ...(relative === undefined || relative === 0 ? [] : [percent.format(relative)]),
      ];
      return parts.length === 0 ? "–" : `±${SPACE}${parts.join(t("or"))}`;
    },
    delta: (delta: number | null, unit: string): string =>
      delta === null ? "–" : withUnit(signed.format(delta).replace("-", MINUS), unit),
  };
}
