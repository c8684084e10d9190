"use client";

import { useTranslations } from "next-intl";
import { AgeFacet } from "@/components/catalogue/age-facet";
import {
  CONTROL_CHOICE,
  DiagnosisFacet,
  PlainFacet,
  RoleFacet,
  ScannerFacet,
  SexFacet,
  VisitsFacet,
  WordsFacet,
} from "@/components/catalogue/facet-lists";
import { useLabels } from "@/components/catalogue/labels";
import { VERDICTS } from "@/lib/catalogue/search-query";
import { chosenValues, isSimple, toggleFacetValue, type CohortFacet } from "@/lib/cohort/facet-view";
import { useBuilder } from "./builder-state";

/** The simple case as facets; they show and change the very tree that stands beside them. */
export function BuilderFacets() {
  const t = useTranslations("cohorts.facets");
  const { criteria, answer, edit, vocabulary, learnTerms } = useBuilder();
  const { facets } = answer;
  // A diagnosis that nobody has any more is no value of the facet, but the question still names it.
  const named = {
    ...facets,
    diagnosis: {
      ...facets.diagnosis,
      terms: [
        ...facets.diagnosis.terms,
        ...vocabulary.terms
          .filter(
            ({ code }) =>
              chosenValues(criteria, "diagnosis").includes(code) &&
              !facets.diagnosis.terms.some((term) => term.code === code),
          )
          .map((term) => ({ ...term, parents: [], asserted: true, count: 0 })),
      ],
    },
  };
  const labels = useLabels(named);
  const toggle = (facet: CohortFacet) => (value: string) => {
    const term = facets.diagnosis.terms.find(({ code }) => code === value);
    if (facet === "diagnosis" && term) learnTerms([term]);
    edit(toggleFacetValue(criteria, facet, value), { open: null });
  };
  const of = (facet: Exclude<CohortFacet, "diagnosis" | "control" | "age">) => ({
    values: facets[facet],
    chosen: chosenValues(criteria, facet),
    onToggle: toggle(facet),
  });
  const controls = chosenValues(criteria, "control").length > 0;
  const [age] = chosenValues(criteria, "age");
  const [ageMin = null, ageMax = null] = (age ?? "")
    .split(",")
    .map((part) => (part === "" ? null : Number(part)));

  return (
    <>
      {isSimple(criteria) ? null : <p className="text-micro text-muted">{t("partial")}</p>}
      <DiagnosisFacet
        facets={named}
        chosen={[...chosenValues(criteria, "diagnosis"), ...(controls ? [CONTROL_CHOICE] : [])]}
        onToggle={(value) => {
          if (value === CONTROL_CHOICE) toggle("control")("control");
          else toggle("diagnosis")(value);
        }}
      />
      <RoleFacet {...of("role")} />
      <PlainFacet facet="map" labelOf={(value) => value} {...of("map")} />
      <PlainFacet facet="protocol" labelOf={labels.protocol} {...of("protocol")} />
      <WordsFacet
        facet="verdict"
        all={VERDICTS}
        labelOf={(value) => labels.judgement("verdict", value)}
        {...of("verdict")}
      />
      <AgeFacet
        values={facets.age}
        chosen={{ ageMin, ageMax }}
        onChoose={(bounds) => {
          // No bound at all lets the clause go: it is toggled by its own token.
          const token = `${String(bounds.ageMin ?? "")},${String(bounds.ageMax ?? "")}`;
          edit(toggleFacetValue(criteria, "age", token), { open: null });
        }}
      />
      <SexFacet {...of("sex")} />
      <PlainFacet facet="site" labelOf={labels.site} {...of("site")} />
      <ScannerFacet {...of("scanner")} />
      <PlainFacet facet="field" labelOf={(value) => labels.field(Number(value))} {...of("field")} />
      <VisitsFacet {...of("visits")} />
    </>
  );
}
