"use client";

import { useTranslations } from "next-intl";
import type { CatalogueQuery } from "@/lib/catalogue/search-query";
import { QC_STATES, RATINGS, SEXES, VERDICTS, WHOLENESS } from "@/lib/catalogue/search-query";
import type { CatalogueFacets } from "@/lib/catalogue/search-result";
import { AgeFacet } from "./age-facet";
import { FacetGroup } from "./facet-group";
import {
  CONTROL_CHOICE,
  DiagnosisFacet,
  PlainFacet,
  RoleFacet,
  ScannerFacet,
  SexFacet,
  VisitsFacet,
  withChosen,
  WordsFacet,
} from "./facet-lists";
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

type ListKey = "role" | "map" | "protocol" | "site" | "scanner";
/** Facets of closed words, which the interface names and keeps in their own order. */
type WordKey = "verdict" | "whole" | "qc" | "rating";

/** Every facet, in the order in which a question is usually made. */
export function Facets({ facets }: { facets: CatalogueFacets }) {
  const t = useTranslations("catalogue.facets");
  const { query, ask } = useSearchState();
  const labels = useLabels(facets);
  const plain = (key: ListKey) => ({
    values: facets[key],
    chosen: query[key],
    onToggle: (value: string, chosen: boolean) => {
      ask({ [key]: toggled(query[key], value, chosen) } satisfies Partial<CatalogueQuery>);
    },
  });
  const words = <K extends WordKey>(key: K, all: readonly CatalogueQuery[K][number][]) => (
    <WordsFacet
      facet={key}
      all={all}
      labelOf={(value) => labels.judgement(key, value)}
      values={facets[key]}
      chosen={query[key]}
      onToggle={(value, chosen) => {
        ask({ [key]: all.filter((one) => (one === value ? chosen : isIn(query[key], one))) });
      }}
    />
  );

  return (
    <>
      <DiagnosisFacet
        facets={facets}
        chosen={query.control ? [...query.diagnosis, CONTROL_CHOICE] : query.diagnosis}
        onToggle={(value, chosen) => {
          if (value === CONTROL_CHOICE) ask({ control: chosen });
          else ask({ diagnosis: toggled(query.diagnosis, value, chosen) });
        }}
      />
      <RoleFacet
        {...plain("role")}
        onToggle={(value, chosen) => {
          // "FLAIR 3D" says more than "FLAIR": one of the two is enough.
          const other = value.endsWith(".3D") ? value.slice(0, -3) : `${value}.3D`;
          ask({ role: toggled(query.role, value, chosen).filter((one) => !chosen || one !== other) });
        }}
      />
      <PlainFacet facet="map" labelOf={(value) => value} {...plain("map")} />
      <PlainFacet facet="protocol" labelOf={labels.protocol} {...plain("protocol")} />
      {words("verdict", VERDICTS)}
      {words("whole", WHOLENESS)}
      {words("qc", QC_STATES)}
      {words("rating", RATINGS)}
      <AgeFacet values={facets.age} chosen={query} onChoose={ask} />
      <SexFacet
        values={facets.sex}
        chosen={query.sex}
        onToggle={(value, chosen) => {
          ask({ sex: SEXES.filter((sex) => (sex === value ? chosen : query.sex.includes(sex))) });
        }}
      />
      <PlainFacet facet="site" labelOf={labels.site} {...plain("site")} />
      <ScannerFacet
        {...plain("scanner")}
        onToggle={(value, chosen) => {
          const maker = value.split("~")[0] ?? value;
          const related = (one: string) => (value === maker ? one.startsWith(`${maker}~`) : one === maker);
          ask({ scanner: toggled(query.scanner, value, chosen).filter((one) => !chosen || !related(one)) });
        }}
      />
      <PlainFacet
        facet="field"
        labelOf={(value) => labels.field(Number(value))}
        values={facets.field}
        chosen={query.field.map(String)}
        onToggle={(value, chosen) => {
          ask({ field: toggled(query.field, Number(value), chosen) });
        }}
      />
      <VisitsFacet
        values={facets.visits}
        chosen={query.visits === 1 ? [] : [String(query.visits)]}
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
