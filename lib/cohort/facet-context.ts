import type { Criteria, SeriesLeaf, SeriesNode } from "./criteria";
import { askedBy, commonVerdict, partsOf, protocolsOf, withoutFacet, type CohortFacet } from "./facet-view";

/**
 * Of what a facet's values are counted: the question without the facet, and what a value of it must fulfil besides, so
 * that each count is the number of subjects that choosing this value would leave. Two exceptions, as in the catalogue: an age is
 * counted in one visit, however many are asked for; and a protocol is counted by the exams that answer by the verdicts
 * asked for now, though choosing it asks for its own. Browser-safe.
 */
export interface FacetContext {
  rest: Criteria;
  /** In so many visits an exam of the rest must have the value. */
  visits: number;
  /** The verdict that the series of a role or a map must have. */
  verdict: Extract<SeriesLeaf, { kind: "verdict" }> | null;
  /** By which a verdict is counted: any when none is named. */
  protocols: readonly string[];
  /** The series of which a verdict is counted; some series when there is none. */
  series: readonly SeriesNode[];
}

/** The context of a facet's counts in a question. */
export function facetContext(criteria: Criteria, facet: CohortFacet): FacetContext {
  const rest = withoutFacet(criteria, facet);
  const { clauses, visits } = partsOf(rest);
  return {
    rest,
    visits,
    verdict: commonVerdict(clauses),
    protocols: protocolsOf(clauses),
    series: clauses.flatMap((clause) => (clause.kind === "series" && askedBy(clause) ? [clause.of] : [])),
  };
}
