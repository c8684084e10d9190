import type { NodePath } from "@/lib/cohort/answer";
import type { Criteria, CriteriaNode, SeriesNode } from "@/lib/cohort/criteria";
import { fits, insertAt, moveNode, nodeAt, placeAt, removeAt, wrapNode } from "@/lib/cohort/edit";
import { outlineOf, parentRow, pathOfNode, rowsOf, type OutlineItem } from "./outline";

// Moves of the builder's rows in terms of the tree's edits: keys, pointer and menus share them.

export interface Moved {
  criteria: Criteria;
  /** Where the row then stands. */
  path: NodePath;
}

/** A series' part asked of an exam becomes "some series of which". */
function fitted(criteria: Criteria, path: NodePath, node: CriteriaNode): CriteriaNode | null {
  const place = placeAt(criteria, path);
  if (fits(node, place)) return node;
  if (place !== "exam" || !fits(node, "series")) return null;
  const part = node as SeriesNode;
  return { kind: "series", of: { kind: "and", of: [part] } };
}

/** Puts a new node at the end of a row's parts; beside a clause that holds none. */
export function addInto(criteria: Criteria, path: NodePath, node: CriteriaNode): Moved | null {
  const row = rowsOf(outlineOf(criteria.root)).find((item) => item.key === outlineKey(path));
  if (!row) return null;
  if (row.list) return insertFitted(criteria, [...row.list.path, row.items.length], node);
  const [only] = row.items;
  if (only) {
    const wrapped = wrapNode(criteria, only.path, "and");
    return wrapped && insertFitted(wrapped, [...only.path, 1], node);
  }
  if (path.length === 0) {
    const wrapped = wrapNode(criteria, [], "and");
    return wrapped && insertFitted(wrapped, [1], node);
  }
  const index = path.at(-1) ?? 0;
  return insertFitted(criteria, [...path.slice(0, -1), index + 1], node);
}

function outlineKey(path: NodePath): string {
  return path.length === 0 ? "root" : path.join(".");
}

function insertFitted(criteria: Criteria, path: NodePath, node: CriteriaNode): Moved | null {
  const shaped = fitted(criteria, path, node);
  const inserted = shaped && insertAt(criteria, path, shaped);
  // Inside the series group that it took along, it is the part itself that was meant.
  return inserted && { criteria: inserted, path: shaped === node ? path : [...path, 0, 0] };
}

/** Moves a row into a gap; a series' part that leaves its group takes a series group of its own along. */
export function moveInto(criteria: Criteria, from: NodePath, gap: NodePath): Moved | null {
  const moved = moveNode(criteria, from, gap);
  if (moved) return moved;
  const node = nodeAt(criteria, from);
  if (!node || from.length === 0 || fits(node, placeAt(criteria, gap))) return null;
  const shaped = fitted(criteria, gap, { ...node });
  const inserted = shaped && insertAt(criteria, gap, shaped);
  const old = inserted && pathOfNode(inserted.root, node);
  const removed = old && removeAt(inserted, old);
  const path = removed && pathOfNode(removed.root, shaped);
  return path ? { criteria: removed, path } : null;
}

/** Moves a row into the parts of another, at their end. */
export function moveInside(criteria: Criteria, from: NodePath, into: OutlineItem): Moved | null {
  if (into.list) return moveInto(criteria, from, [...into.list.path, into.items.length]);
  const [only] = into.items;
  if (!only) return null;
  const node = nodeAt(criteria, from);
  const wrapped = wrapNode(criteria, only.path, "and");
  const shifted = wrapped && node && pathOfNode(wrapped.root, node);
  return shifted ? moveInto(wrapped, shifted, [...only.path, 1]) : null;
}

export const DIRECTIONS = ["up", "down", "out", "in"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/**
 * Moves a row by one step: past its neighbour, out of its group (before or after it), or into the group above it. Up
 * from the first place and down from the last leave the group.
 */
export function moveStep(criteria: Criteria, path: NodePath, direction: Direction): Moved | null {
  const root = outlineOf(criteria.root);
  const parent = parentRow(root, outlineKey(path));
  if (!parent) return null;
  const at = parent.items.findIndex((item) => item.key === outlineKey(path));
  switch (direction) {
    case "up":
      if (parent.list && at > 0) return moveInto(criteria, path, [...parent.list.path, at - 1]);
      return leave(criteria, path, root, parent, 0);
    case "down":
      if (parent.list && at < parent.items.length - 1) {
        return moveInto(criteria, path, [...parent.list.path, at + 2]);
      }
      return leave(criteria, path, root, parent, 1);
    case "out":
      return leave(criteria, path, root, parent, 1);
    case "in": {
      const above = parent.items[at - 1];
      const below = parent.items[at + 1];
      return (
        (above && moveInside(criteria, path, above)) ?? (below ? moveInside(criteria, path, below) : null)
      );
    }
  }
}

/** To the place before (0) or after (1) the group in which the row stands. */
function leave(
  criteria: Criteria,
  path: NodePath,
  root: OutlineItem,
  group: OutlineItem,
  after: 0 | 1,
): Moved | null {
  const around = parentRow(root, group.key);
  if (!around?.list) return null;
  const at = around.items.indexOf(group);
  return moveInto(criteria, path, [...around.list.path, at + after]);
}
