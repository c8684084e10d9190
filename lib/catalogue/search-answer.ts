import type { CatalogueCharts, CatalogueFacets, ThreeCounts } from "./search-result";
import { QC_STATES, RATINGS, WHOLENESS } from "./search-query";
import {
  catalogueCharts,
  commonFacets,
  facetValues,
  inOrder,
  placeAmong,
  type AnswerLabels,
  type ToldCounts,
} from "./shown-counts";

/** Names under which the totals, the controls and the charts stand among the counted values. */
export interface AnswerNames {
  subjects: string;
  exams: string;
  series: string;
  control: string;
  ageBySex: string;
  roleByScanner: string;
}

/** Turns counted values into what is shown. Chosen diagnoses are always named. */
export function answerOf(
  told: ToldCounts,
  labels: AnswerLabels,
  names: AnswerNames,
  chosenCodes: readonly string[],
): { counts: ThreeCounts; facets: CatalogueFacets; charts: CatalogueCharts } {
  const listed = (facet: string, order: readonly string[]) =>
    inOrder(facetValues(told, facet), placeAmong(order));
  return {
    counts: told.totals(names),
    facets: {
      ...commonFacets(told, labels, names.control, chosenCodes),
      whole: listed("whole", WHOLENESS),
      qc: listed("qc", QC_STATES),
      rating: listed("rating", RATINGS),
      voxel: inOrder(facetValues(told, "voxel"), Number),
      pixels: facetValues(told, "pixels")[0]?.count ?? told.none,
    },
    charts: catalogueCharts(told, labels, names),
  };
}
