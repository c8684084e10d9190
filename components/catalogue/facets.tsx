"use client";

import { useTranslations } from "next-intl";
import { diagnosisTree } from "@/lib/catalogue/diagnosis-tree";
import type { CatalogueQuery } from "@/lib/catalogue/search-query";
import { QC_STATES, RATINGS, SEXES, VERDICTS, WHOLENESS } from "@/lib/catalogue/search-query";
import type { CatalogueFacets, FacetValue } from "@/lib/catalogue/search-result";
import { AgeFacet } from "./age-facet";
import { FacetGroup, type FacetOption } from "./facet-group";
import { useLabels } from "./labels";
import { useSearchState } from "./search-state";

/** Adds or removes one value of a list. */
function toggled<T>(values: readonly T[], value: T, chosen: boolean): T[] {
  const others = values.filter((one) => one !== value);
  return chosen ? [...others, value] : others;
}

function isIn(chosen: readonly string[], value: string): boolean {
  return chosen.includes(value);
}

/** The values of a facet, and those that are chosen but no longer found, so that they can be let go. */
function withChosen(values: readonly FacetValue[], chosen: readonly string[]): FacetValue[] {
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

type ListKey = "role" | "map" | "protocol" | "site" | "scanner";
/** Facets of closed words, which the interface names and keeps in their own order. */
type WordKey = "verdict" | "whole" | "qc" | "rating";

/** Every facet, in the order in which a question is usually made. */
export function Facets({ facets }: { facets: CatalogueFacets }) {
  const t = useTranslations("catalogue.facets");
  const { query, ask } = useSearchState();
  const labels = useLabels(facets);
  const toggle = (key: ListKey) => (value: string, chosen: boolean) => {
    ask({ [key]: toggled(query[key], value, chosen) } satisfies Partial<CatalogueQuery>);
  };
  const plain = (key: ListKey, labelOf: (value: string) => string): FacetOption[] =>
    withChosen(facets[key], query[key]).map(({ value, count }) => ({
      value,
      label: labelOf(value),
      title: labelOf(value),
      count,
      chosen: query[key].includes(value),
    }));

  const words = <K extends WordKey>(key: K, all: readonly CatalogueQuery[K][number][]) => (
    <FacetGroup
      facet={key}
      options={all
        .filter((value) => isIn(query[key], value) || facets[key].some((one) => one.value === value))
        .map((value) => ({
          value,
          label: labels.judgement(key, value),
          count: facets[key].find((one) => one.value === value)?.count ?? 0,
          chosen: isIn(query[key], value),
        }))}
      onToggle={(value, chosen) => {
        ask({ [key]: all.filter((one) => (one === value ? chosen : isIn(query[key], one))) });
      }}
    />
  );

  return (
    <>
      <DiagnosisFacet facets={facets} />
      <FacetGroup
        facet="role"
        few={18}
        options={nested(withChosen(facets.role, query.role), ".").map(
          ({ value: { value, count }, depth }) => ({
            value,
            label: depth > 0 ? "3D" : labels.role(value),
            count,
            depth,
            chosen: query.role.includes(value),
          }),
        )}
        onToggle={(value, chosen) => {
          // "FLAIR 3D" says more than "FLAIR": one of the two is enough.
          const other = value.endsWith(".3D") ? value.slice(0, -3) : `${value}.3D`;
          ask({ role: toggled(query.role, value, chosen).filter((one) => !chosen || one !== other) });
        }}
      />
      <FacetGroup facet="map" options={plain("map", (value) => value)} onToggle={toggle("map")} />
      <FacetGroup
        facet="protocol"
        options={plain("protocol", labels.protocol)}
        onToggle={toggle("protocol")}
      />
      {words("verdict", VERDICTS)}
      {words("whole", WHOLENESS)}
      {words("qc", QC_STATES)}
      {words("rating", RATINGS)}
      <AgeFacet values={facets.age} />
      <FacetGroup
        facet="sex"
        options={SEXES.filter(
          (sex) => query.sex.includes(sex) || facets.sex.some(({ value }) => value === sex),
        ).map((sex) => ({
          value: sex,
          label: labels.sex(sex),
          count: facets.sex.find(({ value }) => value === sex)?.count ?? 0,
          chosen: query.sex.includes(sex),
        }))}
        onToggle={(value, chosen) => {
          ask({ sex: SEXES.filter((sex) => (sex === value ? chosen : query.sex.includes(sex))) });
        }}
      />
      <FacetGroup facet="site" options={plain("site", labels.site)} onToggle={toggle("site")} />
      <FacetGroup
        facet="scanner"
        few={16}
        options={nested(
          withChosen(facets.scanner, query.scanner).sort((a, b) => (a.value < b.value ? -1 : 1)),
          "~",
        ).map(({ value: { value, count }, depth }) => ({
          value,
          label: depth > 0 ? (value.split("~")[1] ?? value) : labels.scanner(value),
          title: labels.scanner(value),
          count,
          depth,
          chosen: query.scanner.includes(value),
        }))}
        onToggle={(value, chosen) => {
          const maker = value.split("~")[0] ?? value;
          const related = (one: string) => (value === maker ? one.startsWith(`${maker}~`) : one === maker);
          ask({ scanner: toggled(query.scanner, value, chosen).filter((one) => !chosen || !related(one)) });
        }}
      />
      <FacetGroup
        facet="field"
        options={withChosen(facets.field, query.field.map(String)).map(({ value, count }) => ({
          value,
          label: labels.field(Number(value)),
          count,
          chosen: query.field.includes(Number(value)),
        }))}
        onToggle={(value, chosen) => {
          ask({ field: toggled(query.field, Number(value), chosen) });
        }}
      />
      <FacetGroup
        facet="visits"
        options={facets.visits
          .filter(({ value }) => value !== "1")
          .map(({ value, count }) => ({
            value,
            label: labels.visits(Number(value)),
            count,
            chosen: query.visits === Number(value),
          }))}
        onToggle={(value, chosen) => {
          ask({ visits: chosen ? Number(value) : 1 });
        }}
      />
      <FacetGroup
        facet="voxel"
        options={withChosen(facets.voxel, query.voxelMaxMm === null ? [] : [String(query.voxelMaxMm)]).map(
          ({ value, count }) => ({
            value,
            label: labels.voxel(Number(value)),
            count,
            chosen: query.voxelMaxMm === Number(value),
          }),
        )}
        onToggle={(value, chosen) => {
          ask({ voxelMaxMm: chosen ? Number(value) : null });
        }}
      />
      <FacetGroup
        facet="pixels"
        options={[{ value: "true", label: t("withPixels"), count: facets.pixels, chosen: query.pixels }]}
        onToggle={(_, chosen) => {
          ask({ pixels: chosen });
        }}
      />
    </>
  );
}

const CONTROL = "@control";

function DiagnosisFacet({ facets }: { facets: CatalogueFacets }) {
  const t = useTranslations("catalogue.facets");
  const { query, ask } = useSearchState();
  const labels = useLabels(facets);
  const rows = diagnosisTree(facets.diagnosis.terms, query.diagnosis, labels.term);
  const options: FacetOption[] = rows.map(({ term, depth }) => ({
    value: term.code,
    label: labels.term(term),
    title: labels.term(term),
    count: term.count,
    chosen: query.diagnosis.includes(term.code),
    depth,
  }));
  const { control } = facets.diagnosis;
  if (query.control || (control !== 0 && control !== "below-11")) {
    options.push({ value: CONTROL, label: t("control"), count: control, chosen: query.control });
  }
  return (
    <FacetGroup
      facet="diagnosis"
      few={40}
      options={options}
      onToggle={(value, chosen) => {
        if (value === CONTROL) ask({ control: chosen });
        else ask({ diagnosis: toggled(query.diagnosis, value, chosen) });
      }}
    />
  );
}
