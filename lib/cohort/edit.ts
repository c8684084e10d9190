import type { NodePath } from "./answer";
import { childrenOf, type Criteria, type CriteriaNode, type ExamNode, type SeriesNode } from "./criteria";

// Edits of the tree of criteria by paths, as the builder makes them. Pure: each gives a new tree, or null where the edit
// has no meaning (nothing there, a series' part outside a series group, a node into itself). Browser-safe.

/** What a place of the tree speaks of: an exam, or one series of it. */
export type Place = "exam" | "series";

export const WRAPPERS = ["and", "or", "not", "series", "visit", "subject", "visits", "pair"] as const;
export type Wrapper = (typeof WRAPPERS)[number];

const SERIES_LEAF_KINDS: ReadonlySet<string> = new Set([
  "role",
  "dimension",
  "map",
  "contrast",
  "derived",
  "verdict",
  "qc",
  "rating",
  "pixels",
  "number",
]);

type List = Extract<CriteriaNode, { kind: "and" | "or" }>;
const isList = (node: CriteriaNode): node is List => node.kind === "and" || node.kind === "or";
const isBoolean = (node: CriteriaNode) => isList(node) || node.kind === "not";

/** Whether a node can stand at such a place: `and`, `or` and `not` can wherever all that they hold can. */
export function fits(node: CriteriaNode, place: Place): boolean {
  if (isBoolean(node)) return childrenOf(node).every((child) => fits(child, place));
  return SERIES_LEAF_KINDS.has(node.kind) === (place === "series");
}

/** The same node with other parts; their kinds have been judged by `fits`. */
function withChildren(node: CriteriaNode, children: readonly CriteriaNode[]): CriteriaNode {
  return { ...node, of: isList(node) ? children : children[0] } as CriteriaNode;
}

const whole = (criteria: Criteria, root: CriteriaNode): Criteria => ({ ...criteria, root: root as ExamNode });

/** The node at a path, null where there is none. */
export function nodeAt(criteria: Criteria, path: NodePath): CriteriaNode | null {
  let node: CriteriaNode | undefined = criteria.root;
  for (const index of path) node = node && childrenOf(node)[index];
  return node ?? null;
}

/** What the place at a path speaks of. */
export function placeAt(criteria: Criteria, path: NodePath): Place {
  return path.some((_, depth) => nodeAt(criteria, path.slice(0, depth))?.kind === "series")
    ? "series"
    : "exam";
}

function rebuilt(
  node: CriteriaNode,
  path: NodePath,
  change: (node: CriteriaNode) => CriteriaNode | null,
): CriteriaNode | null {
  const [index, ...rest] = path;
  if (index === undefined) return change(node);
  const children = childrenOf(node);
  const child = children[index];
  if (!child) return null;
  const changed = rebuilt(child, rest, change);
  return changed && withChildren(node, children.with(index, changed));
}

function edited(
  criteria: Criteria,
  path: NodePath,
  change: (node: CriteriaNode) => CriteriaNode | null,
): Criteria | null {
  const root = rebuilt(criteria.root, path, change);
  return root && whole(criteria, root);
}

/** The tree with another node at a path. */
export function replaceAt(criteria: Criteria, path: NodePath, node: CriteriaNode): Criteria | null {
  return fits(node, placeAt(criteria, path)) ? edited(criteria, path, () => node) : null;
}

/** The tree with a node more, which then stands at the path; its parent must be an `and` or an `or`. */
export function insertAt(criteria: Criteria, path: NodePath, node: CriteriaNode): Criteria | null {
  const index = path.at(-1);
  if (index === undefined || !fits(node, placeAt(criteria, path))) return null;
  return edited(criteria, path.slice(0, -1), (parent) => {
    const children = childrenOf(parent);
    if (!isList(parent) || index < 0 || index > children.length) return null;
    return withChildren(parent, children.toSpliced(index, 0, node));
  });
}

/** Where the removal of a node takes effect: a group that holds one part only goes with that part. */
function removedPath(criteria: Criteria, path: NodePath): NodePath {
  const parent = path.length > 0 ? nodeAt(criteria, path.slice(0, -1)) : null;
  return !parent || isList(parent) ? path : removedPath(criteria, path.slice(0, -1));
}

/** The tree without a node; `not`, a scope or a pair that held nothing else goes with it. Without its root: every exam. */
export function removeAt(criteria: Criteria, path: NodePath): Criteria | null {
  if (!nodeAt(criteria, path)) return null;
  const at = removedPath(criteria, path);
  const index = at.at(-1);
  if (index === undefined) return whole(criteria, { kind: "and", of: [] });
  return edited(criteria, at.slice(0, -1), (parent) =>
    withChildren(parent, childrenOf(parent).toSpliced(index, 1)),
  );
}

const startsWith = (path: NodePath, start: NodePath) => start.every((index, depth) => path[depth] === index);

/** Where a node stands once another has been inserted at `inserted`. */
function afterInsertion(path: NodePath, inserted: NodePath): NodePath {
  const depth = inserted.length - 1;
  const own = path[depth];
  const index = inserted[depth];
  if (own === undefined || index === undefined) return path;
  return startsWith(path, inserted.slice(0, depth)) && own >= index
    ? path.toSpliced(depth, 1, own + 1)
    : path;
}

/** Where a node stands once the one at `removed` has gone. */
function afterRemoval(path: NodePath, removed: NodePath): NodePath {
  const depth = removed.length - 1;
  const own = path[depth];
  const index = removed[depth];
  if (own === undefined || index === undefined) return path;
  return startsWith(path, removed.slice(0, depth)) && own > index ? path.toSpliced(depth, 1, own - 1) : path;
}

/**
 * The tree with a node dragged elsewhere, and where it then stands.
 * @param to the gap into which it falls, in the tree as it was before: [2] is before the root's third part
 */
export function moveNode(
  criteria: Criteria,
  from: NodePath,
  to: NodePath,
): { criteria: Criteria; path: NodePath } | null {
  const node = nodeAt(criteria, from);
  if (!node || from.length === 0 || (startsWith(to, from) && to.length > from.length)) return null;
  const inserted = insertAt(criteria, to, node);
  if (!inserted) return null;
  const old = afterInsertion(from, to);
  const moved = removeAt(inserted, old);
  return moved && { criteria: moved, path: afterRemoval(to, removedPath(inserted, old)) };
}

function wrapped(node: CriteriaNode, wrapper: Wrapper): CriteriaNode {
  switch (wrapper) {
    case "and":
    case "or":
      return { kind: wrapper, of: [node] } as CriteriaNode;
    case "not":
      return { kind: "not", of: node } as CriteriaNode;
    case "series":
      return { kind: "series", of: node as SeriesNode };
    case "visit":
    case "subject":
      return { kind: wrapper, of: node as ExamNode };
    case "visits":
      return { kind: "visits", atLeast: 2, of: node as ExamNode };
    case "pair":
      return {
        kind: "pair",
        part: "first",
        interval: { min: 9, max: 15, unit: "month" },
        sameScanner: false,
        bothCompliant: false,
        of: node as ExamNode,
      };
  }
}

/** The tree with a node put into a group of its own: a series group takes series' parts only, the other scopes exams'. */
export function wrapNode(criteria: Criteria, path: NodePath, wrapper: Wrapper): Criteria | null {
  const node = nodeAt(criteria, path);
  if (!node) return null;
  const boolean = wrapper === "and" || wrapper === "or" || wrapper === "not";
  if (!boolean && placeAt(criteria, path) === "series") return null;
  if (!boolean && !fits(node, wrapper === "series" ? "series" : "exam")) return null;
  return edited(criteria, path, () => wrapped(node, wrapper));
}

/** The tree with the one part of a group in the place of the group. */
export function unwrapNode(criteria: Criteria, path: NodePath): Criteria | null {
  const node = nodeAt(criteria, path);
  const [only, ...more] = node ? childrenOf(node) : [];
  return only && more.length === 0 ? replaceAt(criteria, path, only) : null;
}
