import { diagnosisTree } from "@/lib/catalogue/diagnosis-tree";
import type { FacetTerm } from "@/lib/catalogue/search-result";
import { childrenOf, type Criteria, type CriteriaNode } from "../criteria";
import type { DiagnosisLevel } from "./overlap-request";

// Which diagnoses stand as values of a dimension. Pure.

/** Codes that a question names anywhere, in its order. */
export function askedCodes(criteria: Criteria): string[] {
  const codes: string[] = [];
  const walk = (node: CriteriaNode) => {
    if (node.kind === "diagnosis") codes.push(...node.codes);
    childrenOf(node).forEach(walk);
  };
  walk(criteria.root);
  return [...new Set(codes)];
}

/**
 * The diagnoses of a level. A level is a depth of the hierarchy of what is present, chains without a fork drawn
 * together; a branch that ends above the level stands with its last term.
 * @param present terms that are told, ancestors included
 */
export function diagnosisGroups(
  level: DiagnosisLevel,
  asked: readonly string[],
  present: readonly FacetTerm[],
): string[] {
  if (asked.length > 0 && (level === "asked" || level === "auto")) return [...asked];
  if (level === "asked" || level === "auto") {
    const several = [1, 2, 3].map((depth) => groupsAt(depth, present)).find((codes) => codes.length > 1);
    return several ?? groupsAt(1, present);
  }
  return groupsAt(Number(level), present);
}

function groupsAt(level: number, present: readonly FacetTerm[]): string[] {
  // By code: an order that is the same in every language.
  const rows = diagnosisTree(present, [], ({ code }) => code);
  return rows
    .filter(({ depth }, at) => {
      const isLast = (rows[at + 1]?.depth ?? 0) <= depth;
      return depth === level - 1 || (depth < level - 1 && isLast);
    })
    .map(({ term }) => term.code);
}

/** Codes with their names and parents, as the hierarchy is made of. */
export function facetTerms(
  codes: readonly string[],
  terms: ReadonlyMap<string, Omit<FacetTerm, "code" | "count">>,
): FacetTerm[] {
  return codes.flatMap((code) => {
    const term = terms.get(code);
    return term ? [{ code, ...term, count: 0 }] : [];
  });
}
