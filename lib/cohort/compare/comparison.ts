import type { ShownCount, ThreeCounts } from "@/lib/catalogue/search-result";
import type { Criteria } from "../criteria";
import type { Densities } from "./density";
import type { StandardisedDifference } from "./standardised-difference";

// Compared cohorts, as plain data for a page. Browser-safe. Lists "by cohort" are in the order in which they were named.

export interface ComparedCohort {
  /** Its name; null for a question that is not kept. */
  name: string | null;
  citationCode: string | null;
  cohortId: string | null;
  criteria: Criteria;
  counts: ThreeCounts;
}

export interface Described {
  /** Subjects whose value is known, and not. */
  n: number;
  missing: number;
  mean: number | null;
  sd: number | null;
  median: number | null;
}

/** A number of each subject: completed years at the first exam, visits, mean days between successive visits, a score. */
export interface NumberLine {
  variable: "age" | "visits" | "interval" | "score";
  /** Name of the score. */
  name: string | null;
  byCohort: Described[];
  /** Of each cohort to the first one, which has none itself. */
  differences: StandardisedDifference[];
}

export interface ShareValue {
  /** As OverlapValue.key. */
  key: string;
  labels: { fr: string; en: string } | null;
  byCohort: ShownCount[];
  /** Of this value alone, where values do not exclude each other; null where the line has one for all values. */
  differences: StandardisedDifference[] | null;
}

/** A property of each subject at the first exam. Unknown ones are missing, and in no share. */
export interface ShareLine {
  variable: "sex" | "diagnosis" | "site" | "scanner" | "field";
  values: ShareValue[];
  missing: ShownCount[];
  /** Subjects whose value is known: what shares are of. Null where counts are perturbed. */
  known: number[] | null;
  /** Of all values together, of each cohort to the first one; null where values do not exclude each other. */
  differences: StandardisedDifference[] | null;
}

/** Members that are in exactly these cohorts. */
export interface Region {
  /** By cohort. */
  within: boolean[];
  subjects: ShownCount;
  exams: ShownCount;
}

export interface DensityPlot extends Densities {
  variable: "age" | "score";
  name: string | null;
}

export type Comparison =
  | { access: "nothing" }
  | {
      access: "rows" | "counts";
      cohorts: ComparedCohort[];
      /** Empty where counts are perturbed, as are the plots and every difference. */
      numbers: NumberLine[];
      shares: ShareLine[];
      densities: DensityPlot[];
      regions: Region[];
      /** A score counts when it was taken within so many days of the first exam. */
      scoreWithinDays: number;
    };
