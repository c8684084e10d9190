import type { NodePath } from "./answer";
import { childrenOf, type Criteria, type CriteriaNode } from "./criteria";

/** So many clauses at most are told what they removed. */
export const MAX_CLAUSES = 30;

/**
 * Where the clauses of a question stand: the children of every `and` that is about exams, in the order of the tree. Of
 * more than MAX_CLAUSES those nearest to the root. What is asked of one series is one clause. Browser-safe.
 */
export function clausePaths(criteria: Criteria): NodePath[] {
  const found: NodePath[] = [];
  let level: { node: CriteriaNode; path: NodePath }[] = [{ node: criteria.root, path: [] }];
  while (level.length > 0) {
    const parts = level.flatMap(({ node, path }) =>
      node.kind === "series"
        ? []
        : childrenOf(node).map((child, index) => ({ node: child, path: [...path, index], of: node.kind })),
    );
    found.push(...parts.filter(({ of }) => of === "and").map(({ path }) => path));
    level = parts;
  }
  return found.slice(0, MAX_CLAUSES).sort(inTreeOrder);
}

/** A parent before its parts, and these from left to right. */
export function inTreeOrder(a: NodePath, b: NodePath): number {
  const at = a.findIndex((index, depth) => index !== b[depth]);
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
}
