import { useLocale, useTranslations } from "next-intl";
import { parameter, type ParameterName, type ParameterValue } from "@/lib/harmonise/protocol/parameters";

/** No-break space between a number and its unit. */
const SPACE = "\u00a0";

/** Writes values and their units, e.g. "4,92 · 7,38 ms", "9°", "oui". For server and browser. */
export function useValueText() {
  const t = useTranslations("compliance");
  const format = new Intl.NumberFormat(useLocale(), { maximumSignificantDigits: 6 });
  const number = (one: number): string => format.format(one);
  /** A unit without a name, as that of a count, is left out. */
  const withUnit = (text: string, unit: string): string => {
    const key = `unit.${unit}` as "unit.ms";
    if (!t.has(key)) return text;
    return unit === "deg" ? `${text}${t(key)}` : `${text}${SPACE}${t(key)}`;
  };
  const plain = (value: ParameterValue): string => {
    if (typeof value === "number") return number(value);
    if (typeof value === "boolean") return t(value ? "flag.yes" : "flag.no");
    return typeof value === "string" ? value : value.map(number).join(`${SPACE}· `);
  };
  const value = (one: ParameterValue, unit: string): string =>
    typeof one === "string" || typeof one === "boolean" ? plain(one) : withUnit(plain(one), unit);
  return { number, withUnit, plain, value };
}

/** Writes a value of an acquisition parameter in a unit, its own where none is named. */
export function useParameterValue() {
  const t = useTranslations("compliance");
  const text = useValueText();
  return (name: ParameterName, value: ParameterValue | null, unit?: string): string =>
    value === null ? t("unknownValue") : text.value(value, unit ?? parameter(name).unit);
}
