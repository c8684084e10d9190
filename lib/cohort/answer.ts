import type {
  CatalogueCharts,
  FacetTerm,
  FacetValue,
  ShownCount,
  ThreeCounts,
} from "@/lib/catalogue/search-result";
import type { Criteria } from "./criteria";

// What a question gives back, as plain data for a page. Browser-safe.

/** Where a node stands: the index of the child at each step from the root; [] is the root itself. */
export type NodePath = readonly number[];

/** What the answer would be without one clause (a child of an `and`, at any depth): what the clause removed. */
export interface ClauseEffect {
  path: NodePath;
  without: ThreeCounts;
}

/** Facets of the builder, counted in subjects; a facet ignores the clause of the root that stands for its own selection. */
export interface CohortFacets {
  diagnosis: { terms: FacetTerm[]; control: ShownCount };
  role: FacetValue[];
  map: FacetValue[];
  protocol: FacetValue[];
  verdict: FacetValue[];
  site: FacetValue[];
  scanner: FacetValue[];
  field: FacetValue[];
  age: FacetValue[];
  sex: FacetValue[];
  visits: FacetValue[];
}

/** Stands for so many answering exams or more. */
export const LAST_EXAMS_BAR = 6;
export const INTERVAL_STEP_MONTHS = 3;
/** Stands for so many months or more. */
export const LAST_INTERVAL_MONTHS = 60;

export interface CohortCharts extends CatalogueCharts {
  /** Subjects by number of answering exams; 6 stands for six or more. */
  examsPerSubject: { exams: number; count: ShownCount }[];
  /**
   * Subjects by months between two successive answering visits, in steps of three (bounds as those of a pair); 60 stands
   * for 60 or more. A subject is counted once in each step in which it has an interval.
   */
  intervalMonths: { fromMonths: number; count: ShownCount }[];
}

/** A smallest change of the question that yields subjects. */
export interface Loosening {
  path: NodePath;
  /** The whole question after the change. */
  criteria: Criteria;
  subjects: ShownCount;
  change:
    | { kind: "dropped" }
    /** The interval of a pair, wider by this on each side. */
    | { kind: "interval"; by: number; unit: "day" | "month" | "year" }
    /** The days around the exam. */
    | { kind: "days"; to: number }
    /** The bounds of a range. */
    | { kind: "range"; min: number | null; max: number | null }
    /** Verdicts `minor` accepted too. */
    | { kind: "minor-too" };
}

export type CohortAnswer =
  | { access: "nothing" }
  | {
      access: "rows" | "counts";
      counts: ThreeCounts;
      clauses: ClauseEffect[];
      facets: CohortFacets;
      charts: CohortCharts;
      /** Only where no subject is told of: none, or for someone who may only count, too few to tell. */
      loosenings: Loosening[];
    };
