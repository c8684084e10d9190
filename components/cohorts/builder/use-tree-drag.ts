"use client";

import { useState, type PointerEvent } from "react";
import { isGroup, parentRow, rowsOf, type OutlineItem } from "./outline";
import type { TreeActions } from "./tree-actions";

/** Where a dragged row would fall: beside a row or into it. */
export interface DropPlace {
  key: string;
  where: "before" | "after" | "inside";
}

/** A press that moves less than this is no drag, in pixels. */
const SLACK_PX = 4;

/** Drags rows by their handles with mouse, pen or finger. The keys do the same (tree-keys.ts). */
export function useTreeDrag(actions: TreeActions) {
  const [drag, setDrag] = useState<{ key: string; fromY: number; moving: boolean } | null>(null);
  const [drop, setDrop] = useState<DropPlace | null>(null);

  const placeUnder = (event: PointerEvent, dragged: string): DropPlace | null => {
    const element = document
      .elementsFromPoint(event.clientX, event.clientY)
      .map((one) => one.closest<HTMLElement>("[data-row]"))
      .find((one) => one !== null);
    const key = element?.dataset.row;
    if (!element || key === undefined || key === dragged || key.startsWith(`${dragged}.`)) return null;
    const row = rowsOf(actions.root).find((one) => one.key === key);
    if (!row) return null;
    const { top, height } = element.getBoundingClientRect();
    const share = (event.clientY - top) / height;
    const listed = parentRow(actions.root, key)?.list ?? null;
    if (isGroup(row.node) && (!listed || (share > 0.3 && share < 0.8))) return { key, where: "inside" };
    if (!listed) return null;
    return { key, where: share < 0.5 ? "before" : "after" };
  };

  const settle = (from: OutlineItem, place: DropPlace) => {
    const row = rowsOf(actions.root).find((one) => one.key === place.key);
    if (!row) return;
    if (place.where === "inside") {
      actions.moveInside(from.path, row);
      return;
    }
    const parent = parentRow(actions.root, row.key);
    if (!parent?.list) return;
    const at = parent.items.findIndex(({ key }) => key === row.key);
    actions.moveInto(from.path, [...parent.list.path, place.where === "before" ? at : at + 1]);
  };

  return {
    dragged: drag?.moving ? drag.key : null,
    drop,
    /** Handlers for the handle of a row. */
    handle: (item: OutlineItem) => ({
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ key: item.key, fromY: event.clientY, moving: false });
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (drag?.key !== item.key) return;
        const moving = drag.moving || Math.abs(event.clientY - drag.fromY) > SLACK_PX;
        if (moving !== drag.moving) setDrag({ ...drag, moving });
        if (moving) setDrop(placeUnder(event, item.key));
      },
      onPointerUp: () => {
        if (drag?.key === item.key && drag.moving && drop) settle(item, drop);
        setDrag(null);
        setDrop(null);
      },
      onPointerCancel: () => {
        setDrag(null);
        setDrop(null);
      },
    }),
  };
}

export type TreeDrag = ReturnType<typeof useTreeDrag>;
