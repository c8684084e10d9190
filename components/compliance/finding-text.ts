import { useLocale, useTranslations } from "next-intl";
import type { Expectation, Tolerance } from "@/lib/harmonise/protocol/content";
import type { ParameterName } from "@/lib/harmonise/protocol/parameters";

const SPACE = "\u00a0";
const MINUS = "\u2212";

type Value = number | readonly number[] | string | boolean;

/** How the interface writes what a protocol asks, what was observed, and how far it is. For server and browser. */
export function useFindingText() {
  const locale = useLocale();
  const t = useTranslations("compliance");
  const format = new Intl.NumberFormat(locale, { maximumSignificantDigits: 6 });
  const signed = new Intl.NumberFormat(locale, { maximumSignificantDigits: 4, signDisplay: "exceptZero" });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });

  const withUnit = (text: string, unit: string): string => {
    const key = `unit.${unit}` as "unit.ms";
    if (!t.has(key)) return text;
    return unit === "deg" ? `${text}${t(key)}` : `${text}${SPACE}${t(key)}`;
  };

  const plain = (value: Value): string => {
    if (typeof value === "number") return format.format(value);
    if (typeof value === "boolean") return t(value ? "flag.yes" : "flag.no");
    return typeof value === "string" ? value : value.map((one) => format.format(one)).join(`${SPACE}· `);
  };

  const value = (one: Value, unit: string): string =>
    typeof one === "string" || typeof one === "boolean" ? plain(one) : withUnit(plain(one), unit);

  return {
    value,
    parameter: (name: ParameterName): string => t(`parameter.${name}`),
    expected(expect: Expectation, unit: string): string {
      if ("value" in expect) return value(expect.value, unit);
      if ("oneOf" in expect) return withUnit(expect.oneOf.map(plain).join(t("or")), unit);
      const { min, max } = expect;
      if (min !== undefined && max !== undefined)
        return withUnit(t("range", { min: format.format(min), max: format.format(max) }), unit);
      return min === undefined
        ? `≤${SPACE}${withUnit(format.format(max ?? 0), unit)}`
        : `≥${SPACE}${withUnit(format.format(min), unit)}`;
    },
    tolerance(tolerance: Tolerance | null, unit: string): string {
      const { absolute, relative } = tolerance ?? {};
      const parts = [
        ...(absolute === undefined || absolute === 0 ? [] : [withUnit(format.format(absolute), unit)]),
        ...(relative === undefined || relative === 0 ? [] : [percent.format(relative)]),
      ];
      return parts.length === 0 ? "–" : `±${SPACE}${parts.join(t("or"))}`;
    },
    delta: (delta: number | null, unit: string): string =>
      delta === null ? "–" : withUnit(signed.format(delta).replace("-", MINUS), unit),
  };
}
