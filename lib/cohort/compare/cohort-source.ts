import { z } from "zod";
import type { Criteria } from "../criteria";
import { decodeCriteria } from "../url";

// Which cohorts are compared, as an address names them. Browser-safe.

/** A question as it stands, a kept question, or a frozen version. */
export type CohortSource =
  | { kind: "question"; criteria: Criteria }
  | { kind: "cohort"; id: string }
  | { kind: "version"; citationCode: string };

export const COHORT_PARAMETERS = ["a", "b", "c", "d"] as const;
export const MOST_COMPARED = COHORT_PARAMETERS.length;
export const LEAST_COMPARED = 2;

const cohortId = z.guid();
const CITED = /^ARIANE-C-[0-9A-Z]{6}\.[0-9]{1,6}$/;

/** What one parameter of the address names; null for whatever is no cohort. */
export function parseCohortSource(text: string): CohortSource | null {
  if (CITED.test(text)) return { kind: "version", citationCode: text };
  if (cohortId.safeParse(text).success) return { kind: "cohort", id: text };
  const criteria = decodeCriteria(text);
  return criteria && { kind: "question", criteria };
}
