import type { NodePath } from "@/lib/cohort/answer";
import { childrenOf, type Criteria, type CriteriaNode } from "@/lib/cohort/criteria";
import { nodeAt, type Place } from "@/lib/cohort/edit";

// The tree as the builder shows it: a scope and the `and` or `or` directly inside it are one row, so that "the same
// series" and what is asked of it stand together.

export interface OutlineItem {
  path: NodePath;
  /** The path as one word, for attributes and sets. */
  key: string;
  node: CriteriaNode;
  /** What the node is asked of. */
  place: Place;
  /** The list that its parts stand in; null for a clause, and for a scope around one single part. */
  list: { path: NodePath; kind: "and" | "or" } | null;
  items: OutlineItem[];
}

export function keyOf(path: NodePath): string {
  return path.length === 0 ? "root" : path.join(".");
}

export function pathOfKey(key: string): NodePath {
  return key === "root" ? [] : key.split(".").map(Number);
}

/** The rows of the tree, nested. */
export function outlineOf(node: CriteriaNode, path: NodePath = [], place: Place = "exam"): OutlineItem {
  const inside: Place = node.kind === "series" ? "series" : place;
  const isList = node.kind === "and" || node.kind === "or";
  const [only] = isList ? [] : childrenOf(node);
  const inner = only && (only.kind === "and" || only.kind === "or") ? only : null;
  const list = isList
    ? { path, kind: node.kind, of: childrenOf(node) }
    : inner
      ? { path: [...path, 0], kind: inner.kind, of: childrenOf(inner) }
      : null;
  const items = list
    ? list.of.map((child, index) => outlineOf(child, [...list.path, index], inside))
    : only
      ? [outlineOf(only, [...path, 0], inside)]
      : [];
  return {
    path,
    key: keyOf(path),
    node,
    place,
    list: list && { path: list.path, kind: list.kind },
    items,
  };
}

/** Every row in reading order. */
export function rowsOf(item: OutlineItem): OutlineItem[] {
  return [item, ...item.items.flatMap(rowsOf)];
}

/** The row in which another stands; null for the root. */
export function parentRow(root: OutlineItem, key: string): OutlineItem | null {
  return rowsOf(root).find((row) => row.items.some((item) => item.key === key)) ?? null;
}

/** Where a node of the tree stands, by identity: edits keep the parts that they do not touch. */
export function pathOfNode(node: CriteriaNode, wanted: CriteriaNode, path: NodePath = []): NodePath | null {
  if (node === wanted) return path;
  for (const [index, child] of childrenOf(node).entries()) {
    const found = pathOfNode(child, wanted, [...path, index]);
    if (found) return found;
  }
  return null;
}

/** Whether a node holds parts rather than asks something itself. */
export function isGroup(node: CriteriaNode): boolean {
  return "of" in node && node.kind !== "scanner";
}

/** The row at a path, or the nearest above it. */
export function nearestRow(criteria: Criteria, path: NodePath): NodePath {
  const rows = new Set(rowsOf(outlineOf(criteria.root)).map(({ key }) => key));
  for (let length = path.length; length > 0; length -= 1) {
    const candidate = path.slice(0, length);
    if (rows.has(keyOf(candidate)) && nodeAt(criteria, candidate)) return candidate;
  }
  return [];
}
