"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import {
  MAX_AGE_YEARS,
  parseRoleToken,
  parseScannerToken,
  SEXES,
  MANUFACTURERS,
} from "@/lib/catalogue/search-query";
import type { CatalogueFacets, FacetTerm, SequenceTag } from "@/lib/catalogue/search-result";
import { SEQUENCE_ROLES } from "@/lib/catalogue/search-query";

/** The words for the values of criteria, in the language of the page. */
export function useLabels(facets?: Pick<CatalogueFacets, "diagnosis" | "site" | "protocol">) {
  const terms = useTranslations("terms");
  const t = useTranslations("catalogue");
  const locale = useLocale();
  return useMemo(() => {
    const role = (name: string) => {
      const known = SEQUENCE_ROLES.find((one) => one === name);
      return known ? terms(`sequenceRole.${known}`) : name;
    };
    const manufacturer = (name: string) => {
      const known = MANUFACTURERS.find((one) => one === name);
      return known ? terms(`manufacturer.${known}`) : name;
    };
    const named = (values: readonly { value: string; label?: string }[] | undefined, value: string) =>
      values?.find((one) => one.value === value)?.label ?? value;
    const term = (one: Pick<FacetTerm, "labelFr" | "labelEn">) => {
      const label = locale === "fr" ? one.labelFr : one.labelEn;
      return label.charAt(0).toLocaleUpperCase(locale) + label.slice(1);
    };
    return {
      role: (token: string) => {
        const { role: name, is3D } = parseRoleToken(token);
        return is3D ? `${role(name)} 3D` : role(name);
      },
      sequence: ({ role: name, is3D, map }: SequenceTag) => map ?? (is3D ? `${role(name)} 3D` : role(name)),
      manufacturer,
      scanner: (token: string) => {
        const { manufacturer: maker, model } = parseScannerToken(token);
        if (maker === "Other" && model === "unknown") return terms("unknownScanner");
        return model === null ? manufacturer(maker) : `${manufacturer(maker)} ${model}`;
      },
      term,
      diagnosis: (code: string) => {
        const found = facets?.diagnosis.terms.find((one) => one.code === code);
        return found ? (locale === "fr" ? found.labelFr : found.labelEn) : code;
      },
      site: (code: string) => named(facets?.site, code),
      protocol: (code: string) => named(facets?.protocol, code),
      /** What protocols and quality measures say, of a series or an exam. */
      judgement: (facet: "verdict" | "whole" | "qc" | "rating", value: string) => {
        const key = `judgement.${facet}.${value}`;
        return t.has(key) ? t(key) : value;
      },
      field: (value: number) => t("facets.tesla", { value }),
      voxel: (value: number) => t("facets.atMost", { value }),
      visits: (count: number) => t("facets.visitsAtLeast", { count }),
      sex: (value: string) => {
        const known = SEXES.find((one) => one === value);
        return known ? terms(`sex.${known}`) : value;
      },
      sexShort: (value: string) => {
        const known = SEXES.find((one) => one === value);
        return known ? terms(`sexShort.${known}`) : value;
      },
      month: (month: number | null) => (month === null ? terms("undated") : terms("month", { month })),
      age: (years: number) =>
        years >= MAX_AGE_YEARS ? t("facets.ageOver89") : t("facets.ageBin", { years }),
    };
  }, [facets, locale, t, terms]);
}
