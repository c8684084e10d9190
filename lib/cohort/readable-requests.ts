import type { AccessRequestRow } from "./access-request-store";
import { childrenOf, type Criteria, type CriteriaNode } from "./criteria";
import { parseCriteria } from "./parse-criteria";

export interface ListedRequest extends Omit<AccessRequestRow, "criteria"> {
  /** Null for a request without a question, or with one that this version cannot read. */
  criteria: Criteria | null;
}

function read(kept: unknown): Criteria | null {
  try {
    return parseCriteria(kept);
  } catch {
    return null;
  }
}

function diagnosisCodes(node: CriteriaNode): readonly string[] {
  return node.kind === "diagnosis" ? node.codes : childrenOf(node).flatMap(diagnosisCodes);
}

/** Kept requests with their questions read, and the diagnoses that these name. */
export function readableRequests(rows: readonly AccessRequestRow[]): {
  requests: ListedRequest[];
  codes: string[];
} {
  const requests = rows.map((row) => ({ ...row, criteria: read(row.criteria) }));
  const codes = requests.flatMap(({ criteria }) => (criteria ? diagnosisCodes(criteria.root) : []));
  return { requests, codes: [...new Set(codes)] };
}
