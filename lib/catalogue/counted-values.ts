// Counted values as the database, or the columns in memory, give them, and the names of those that are no facet values.

/** A counted value. `keySum` is the sum of the count keys of what is counted; "0" when it was not asked. */
export interface RawCount {
  facet: string;
  value: string;
  count: number;
  keySum: string;
}

/** Rows of the whole answer that are not facets. */
export const TOTALS = { subjects: "@subjects", exams: "@exams", series: "@series" } as const;
export const CONTROL_VALUE = "@control";
export const CHARTS = { ageBySex: "@age-sex", roleByScanner: "@role-scanner" } as const;
