import type { FacetTerm } from "./search-result";

export interface TreeRow {
  term: FacetTerm;
  depth: number;
}

interface Node {
  term: FacetTerm;
  children: Node[];
}

/**
 * The part of the hierarchy worth showing, flat and in reading order: every diagnosis that is asserted or chosen, and
 * above them only the levels where branches part. A term with several parents stands under the deepest of them, so that
 * it opens no second branch above the one that already says it.
 */
export function diagnosisTree(
  terms: readonly FacetTerm[],
  chosen: readonly string[],
  labelOf: (term: FacetTerm) => string,
): TreeRow[] {
  const byCode = new Map(terms.map((term) => [term.code, term]));
  const below = new Map<string, FacetTerm[]>();
  const roots: FacetTerm[] = [];
  const levels = new Map<string, number>();
  const levelOf = (code: string): number => {
    const known = levels.get(code);
    if (known !== undefined) return known;
    const above = (byCode.get(code)?.parents ?? []).filter((parent) => byCode.has(parent));
    const level = above.length === 0 ? 0 : 1 + Math.max(...above.map(levelOf));
    levels.set(code, level);
    return level;
  };
  for (const term of terms) {
    const parent = term.parents
      .filter((code) => byCode.has(code))
      .sort((a, b) => levelOf(b) - levelOf(a) || (a < b ? -1 : 1))[0];
    if (parent === undefined) roots.push(term);
    else below.set(parent, [...(below.get(parent) ?? []), term]);
  }
  const inOrder = (nodes: Node[]) =>
    nodes.sort(
      (a, b) => labelOf(a.term).localeCompare(labelOf(b.term)) || (a.term.code < b.term.code ? -1 : 1),
    );
  const grow = (term: FacetTerm): Node[] => {
    const children = inOrder((below.get(term.code) ?? []).flatMap(grow));
    const shown = term.asserted || chosen.includes(term.code) || children.length > 1;
    return shown ? [{ term, children }] : children;
  };
  const flatten = (nodes: Node[], depth: number): TreeRow[] =>
    nodes.flatMap(({ term, children }) => [{ term, depth }, ...flatten(children, depth + 1)]);
  return flatten(inOrder(roots.flatMap(grow)), 0);
}
