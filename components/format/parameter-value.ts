"use client";

import { useFormatter, useTranslations } from "next-intl";
import { parameter, type ParameterName, type ParameterValue } from "@/lib/harmonise/protocol/parameters";

/** No-break space between a number and its unit. */
const SPACE = "\u00a0";

/** Writes values of acquisition parameters, e.g. "4,92 · 7,38 ms", "1,0 mm", "oui". */
export function useParameterValue() {
  const t = useTranslations("compliance");
  const format = useFormatter();
  return (name: ParameterName, value: ParameterValue | null, writtenUnit?: string): string => {
    if (value === null) return t("unknownValue");
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    if (typeof value === "string") return value;
    const unit = writtenUnit ?? parameter(name).unit;
    const numbers = typeof value === "number" ? [value] : value;
    const written = numbers.map((one) => format.number(one, { maximumFractionDigits: 3 })).join(`${SPACE}· `);
    const key = `unit.${unit}`;
    if (unit === "1" || !t.has(key)) return written;
    return unit === "deg" ? `${written}°` : `${written}${SPACE}${t(key)}`;
  };
}
