"use client";

import { useTranslations } from "next-intl";
import { Histogram } from "@/components/ui/histogram";
import { MAX_AGE_YEARS } from "@/lib/catalogue/search-query";
import type { FacetValue } from "@/lib/catalogue/search-result";
import { FacetFrame } from "./facet-group";
import { useLabels } from "./labels";

/** Years a bar; the bars start at a multiple of it. */
const STEP = 3;

/** Completed years, bounds included; null is no bound. */
export interface AgeBounds {
  ageMin: number | null;
  ageMax: number | null;
}

/** Ages as bars with a brush. A subject seen at several ages stands in each. */
export function AgeFacet({
  values,
  chosen: { ageMin, ageMax },
  onChoose,
}: {
  values: readonly FacetValue[];
  chosen: AgeBounds;
  onChoose: (bounds: AgeBounds) => void;
}) {
  const t = useTranslations("catalogue.facets");
  const labels = useLabels();
  const counts = new Map(values.map(({ value, count }) => [Number(value), count === "below-11" ? 0 : count]));
  const starts = Array.from({ length: MAX_AGE_YEARS / STEP + 1 }, (_, index) => index * STEP);
  const bins = starts.map((from) => ({
    label: labels.age(from),
    count: Array.from({ length: STEP }, (_, year) => counts.get(from + year) ?? 0).reduce((a, b) => a + b, 0),
  }));
  const range =
    ageMin === null && ageMax === null
      ? null
      : {
          first: Math.floor((ageMin ?? 0) / STEP),
          last: Math.floor((ageMax ?? MAX_AGE_YEARS) / STEP),
        };
  if (values.length === 0 && range === null) return null;
  return (
    <FacetFrame facet="age">
      <Histogram
        label={t("age")}
        bins={bins}
        range={range}
        onRange={(next) => {
          onChoose(
            next === null
              ? { ageMin: null, ageMax: null }
              : {
                  ageMin: next.first === 0 ? null : next.first * STEP,
                  ageMax: next.last === bins.length - 1 ? null : next.last * STEP + STEP - 1,
                },
          );
        }}
      />
    </FacetFrame>
  );
}
