"use client";

import { useTranslations } from "next-intl";
import { diagnosisTree } from "@/lib/catalogue/diagnosis-tree";
import { SEXES, type Facet } from "@/lib/catalogue/search-query";
import type { CatalogueFacets, FacetValue } from "@/lib/catalogue/search-result";
import { FacetGroup, type FacetOption } from "./facet-group";
import { useLabels } from "./labels";

// Facets as lists, for whoever keeps the choice: the catalogue's question, the tree of a cohort.

/** What a facet offers and what is chosen of it. */
export interface FacetChoice {
  values: readonly FacetValue[];
  chosen: readonly string[];
  onToggle: (value: string, chosen: boolean) => void;
}

/** Stands for "healthy control" among the codes of the diagnosis facet. */
export const CONTROL_CHOICE = "@control";

/** The values of a facet, and those that are chosen but no longer found, so that they can be let go. */
export function withChosen(values: readonly FacetValue[], chosen: readonly string[]): FacetValue[] {
  const missing = chosen.filter((value) => !values.some((one) => one.value === value));
  return [...values, ...missing.map((value) => ({ value, count: 0 }))];
}

/** "Siemens~Prisma" stands under "Siemens", "T1w.3D" under "T1w": parents first, each with its children. */
function nested(values: readonly FacetValue[], separator: string): { value: FacetValue; depth: number }[] {
  const parents = values.filter(({ value }) => !value.includes(separator));
  const children = (parent: string) => values.filter(({ value }) => value.startsWith(parent + separator));
  const orphans = values.filter(
    ({ value }) =>
      value.includes(separator) && !parents.some((parent) => value.startsWith(parent.value + separator)),
  );
  return [
    ...parents.flatMap((value) => [
      { value, depth: 0 },
      ...children(value.value).map((child) => ({ value: child, depth: 1 })),
    ]),
    ...orphans.map((value) => ({ value, depth: 0 })),
  ];
}

/** A facet whose values the data name, in the order they come in. */
export function PlainFacet({
  facet,
  labelOf,
  values,
  chosen,
  onToggle,
}: FacetChoice & { facet: Facet; labelOf: (value: string) => string }) {
  return (
    <FacetGroup
      facet={facet}
      options={withChosen(values, chosen).map(({ value, count }) => ({
        value,
        label: labelOf(value),
        title: labelOf(value),
        count,
        chosen: chosen.includes(value),
      }))}
      onToggle={onToggle}
    />
  );
}

/** A facet of closed words, in their own order. */
export function WordsFacet({
  facet,
  all,
  labelOf,
  values,
  chosen,
  onToggle,
}: FacetChoice & { facet: Facet; all: readonly string[]; labelOf: (value: string) => string }) {
  return (
    <FacetGroup
      facet={facet}
      options={all
        .filter((value) => chosen.includes(value) || values.some((one) => one.value === value))
        .map((value) => ({
          value,
          label: labelOf(value),
          count: values.find((one) => one.value === value)?.count ?? 0,
          chosen: chosen.includes(value),
        }))}
      onToggle={onToggle}
    />
  );
}

export function SexFacet(choice: FacetChoice) {
  const labels = useLabels();
  return <WordsFacet facet="sex" all={SEXES} labelOf={labels.sex} {...choice} />;
}

/** Roles, and under each the role acquired in 3D. */
export function RoleFacet({ values, chosen, onToggle }: FacetChoice) {
  const labels = useLabels();
  return (
    <FacetGroup
      facet="role"
      few={18}
      options={nested(withChosen(values, chosen), ".").map(({ value: { value, count }, depth }) => ({
        value,
        label: depth > 0 ? "3D" : labels.role(value),
        count,
        depth,
        chosen: chosen.includes(value),
      }))}
      onToggle={onToggle}
    />
  );
}

/** Manufacturers, and under each its models. */
export function ScannerFacet({ values, chosen, onToggle }: FacetChoice) {
  const labels = useLabels();
  return (
    <FacetGroup
      facet="scanner"
      few={16}
      options={nested(
        withChosen(values, chosen).sort((a, b) => (a.value < b.value ? -1 : 1)),
        "~",
      ).map(({ value: { value, count }, depth }) => ({
        value,
        label: depth > 0 ? (value.split("~")[1] ?? value) : labels.scanner(value),
        title: labels.scanner(value),
        count,
        depth,
        chosen: chosen.includes(value),
      }))}
      onToggle={onToggle}
    />
  );
}

/** The number of visits that answer: "at least n", of which one is chosen. */
export function VisitsFacet({ values, chosen, onToggle }: FacetChoice) {
  const labels = useLabels();
  return (
    <FacetGroup
      facet="visits"
      options={withChosen(values, chosen)
        .filter(({ value }) => value !== "1")
        .map(({ value, count }) => ({
          value,
          label: labels.visits(Number(value)),
          count,
          chosen: chosen.includes(value),
        }))}
      onToggle={onToggle}
    />
  );
}

/** The hierarchy of diagnoses, and the healthy controls under it (CONTROL_CHOICE). */
export function DiagnosisFacet({
  facets,
  chosen,
  onToggle,
}: {
  facets: Pick<CatalogueFacets, "diagnosis" | "site" | "protocol">;
  chosen: readonly string[];
  onToggle: (value: string, chosen: boolean) => void;
}) {
  const t = useTranslations("catalogue.facets");
  const labels = useLabels(facets);
  const codes = chosen.filter((value) => value !== CONTROL_CHOICE);
  const rows = diagnosisTree(facets.diagnosis.terms, codes, labels.term);
  const options: FacetOption[] = rows.map(({ term, depth }) => ({
    value: term.code,
    label: labels.term(term),
    title: labels.term(term),
    count: term.count,
    chosen: codes.includes(term.code),
    depth,
  }));
  const { control } = facets.diagnosis;
  const controlChosen = chosen.includes(CONTROL_CHOICE);
  if (controlChosen || (control !== 0 && control !== "below-11")) {
    options.push({ value: CONTROL_CHOICE, label: t("control"), count: control, chosen: controlChosen });
  }
  return <FacetGroup facet="diagnosis" few={40} options={options} onToggle={onToggle} />;
}
