"use client";

import { useMemo } from "react";
import { MAX_NODES, childrenOf, type CriteriaNode } from "@/lib/cohort/criteria";
import { placeAt, removeAt, replaceAt, wrapNode, type Wrapper } from "@/lib/cohort/edit";
import type { NodePath } from "@/lib/cohort/answer";
import { useBuilder } from "./builder-state";
import { nearestRow, outlineOf, parentRow, rowsOf, type OutlineItem } from "./outline";
import { EXAM_GROUPS, newClause, newGroup, startsEmpty, type ClauseKind, type GroupKind } from "./new-clause";
import { addInto, moveInside, moveInto, moveStep, type Direction, type Moved } from "./tree-moves";

const isGroupKind = (kind: string): kind is GroupKind => EXAM_GROUPS.some((one) => one === kind);

function countOf(node: CriteriaNode): number {
  return 1 + childrenOf(node).reduce((sum, child) => sum + countOf(child), 0);
}

/** What can be done to the rows of the tree; keys, pointer and menus all come here. */
export function useTreeActions() {
  const builder = useBuilder();
  return useMemo(() => {
    const { criteria, edit, setDraft } = builder;
    const root = outlineOf(criteria.root);
    const take = (moved: Moved | null, open?: boolean) => {
      if (!moved) return false;
      const select = nearestRow(moved.criteria, moved.path);
      edit(moved.criteria, { select, open: open ? select : null });
      setDraft(null);
      return true;
    };
    const full = countOf(criteria.root) >= MAX_NODES - 2;
    return {
      root,
      full,
      add: (into: OutlineItem, kind: ClauseKind | GroupKind) => {
        if (full) return;
        const place = into.node.kind === "series" ? "series" : into.place;
        if (isGroupKind(kind)) take(addInto(criteria, into.path, newGroup(kind)), kind === "pair");
        else if (startsEmpty(kind)) {
          setDraft({ into: into.path, place, node: newClause(kind) });
          builder.open(null);
        } else take(addInto(criteria, into.path, newClause(kind)), true);
      },
      /** The clause that was being filled in joins the question. */
      settle: (into: NodePath, node: CriteriaNode) => take(addInto(criteria, into, node), true),
      change: (item: OutlineItem, node: CriteriaNode) => {
        edit(replaceAt(criteria, item.path, node), { merge: `${item.key} ${node.kind}` });
      },
      changeList: (item: OutlineItem, kind: "and" | "or") => {
        if (!item.list) return;
        const holder = item.list.path.length === item.path.length ? item.node : childrenOf(item.node)[0];
        if (!holder || (holder.kind !== "and" && holder.kind !== "or")) return;
        edit(replaceAt(criteria, item.list.path, { ...holder, kind } as CriteriaNode));
      },
      remove: (item: OutlineItem) => {
        const next = removeAt(criteria, item.path);
        if (!next) return;
        const rows = rowsOf(root);
        const before = rows[rows.findIndex((row) => row.key === item.key) - 1];
        const siblings = parentRow(root, item.key)?.items ?? [];
        const stays = siblings.at(-1)?.key === item.key ? before : item;
        edit(next, { select: nearestRow(next, stays?.path ?? []), open: null });
      },
      wrap: (item: OutlineItem, wrapper: Wrapper) => {
        const next = wrapNode(criteria, item.path, wrapper);
        if (!next) return false;
        edit(next, { select: nearestRow(next, item.path), open: null });
        return true;
      },
      mayWrap: (item: OutlineItem, wrapper: Wrapper) => wrapNode(criteria, item.path, wrapper) !== null,
      unwrap: (item: OutlineItem) => {
        const parts = item.list ? item.items.map(({ node }) => node) : childrenOf(item.node);
        const parent = parentRow(root, item.key);
        const [only] = parts;
        if (!only) return;
        const flat: CriteriaNode =
          parts.length === 1 ? only : ({ kind: item.list?.kind ?? "and", of: parts } as CriteriaNode);
        const next = replaceAt(criteria, item.path, flat);
        edit(next, { select: next ? nearestRow(next, parent?.path ?? []) : [], open: null });
      },
      duplicate: (item: OutlineItem) => {
        if (full || item.path.length === 0) return;
        const parent = parentRow(root, item.key);
        if (parent) take(addInto(criteria, parent.path, structuredClone(item.node)));
      },
      step: (item: OutlineItem, direction: Direction) => take(moveStep(criteria, item.path, direction)),
      mayStep: (item: OutlineItem, direction: Direction) => moveStep(criteria, item.path, direction) !== null,
      moveInto: (from: NodePath, gap: NodePath) => take(moveInto(criteria, from, gap)),
      moveInside: (from: NodePath, into: OutlineItem) => take(moveInside(criteria, from, into)),
      placeAt: (path: NodePath) => placeAt(criteria, path),
    };
  }, [builder]);
}

export type TreeActions = ReturnType<typeof useTreeActions>;
