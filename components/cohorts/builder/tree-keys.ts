import type { KeyboardEvent } from "react";
import type { NodePath } from "@/lib/cohort/answer";
import { rowsOf, parentRow, isGroup } from "./outline";
import type { TreeActions } from "./tree-actions";
import type { Direction } from "./tree-moves";

const MOVES: Record<string, Direction> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "out",
  ArrowRight: "in",
};

/** Keys on a row of the tree. Enter and Space are the row's own: it is a button. */
export function onTreeKey(
  event: KeyboardEvent<HTMLElement>,
  actions: TreeActions,
  selected: string,
  focusRow: (path: NodePath) => void,
): void {
  const target = event.target;
  if (!(target instanceof HTMLElement) || target.dataset.rowButton === undefined) return;
  if (event.ctrlKey || event.metaKey) return;
  const rows = rowsOf(actions.root);
  const at = rows.findIndex(({ key }) => key === selected);
  const row = rows[at];
  if (!row) return;
  const done = () => {
    event.preventDefault();
    // "g" and "?" mean something to the whole page too.
    event.stopPropagation();
  };
  const go = (to: (typeof rows)[number] | null | undefined) => {
    done();
    if (to) focusRow(to.path);
  };
  if (event.altKey) {
    const direction = MOVES[event.key];
    if (!direction) return;
    done();
    actions.step(row, direction);
    return;
  }
  switch (event.key) {
    case "ArrowDown":
      go(rows[at + 1]);
      return;
    case "ArrowUp":
      go(rows[at - 1]);
      return;
    case "ArrowLeft":
      go(parentRow(actions.root, row.key));
      return;
    case "ArrowRight":
      go(row.items[0]);
      return;
    case "Home":
      go(rows[0]);
      return;
    case "End":
      go(rows.at(-1));
      return;
    case "Delete":
    case "Backspace":
      done();
      actions.remove(row);
      return;
    case "g":
    case "G":
      done();
      actions.wrap(row, "or");
      return;
    case "n":
    case "N":
      done();
      actions.wrap(row, "not");
      return;
    case "a":
    case "A":
    case "+": {
      done();
      const group = isGroup(row.node) || row.path.length === 0 ? row : parentRow(actions.root, row.key);
      if (!group) return;
      const adder = event.currentTarget.querySelector<HTMLElement>(`[data-add-to="${group.key}"] [data-add]`);
      adder?.focus();
      adder?.click();
      return;
    }
  }
}
