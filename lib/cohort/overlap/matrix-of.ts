import { perturbCount } from "@/lib/catalogue/perturb-count";
import type { ShownCount } from "@/lib/catalogue/search-result";
import { confoundingOf } from "./confounding";
import {
  CONTROL,
  NONE,
  OTHER_DIAGNOSIS,
  type OverlapCount,
  type OverlapTable,
  type OverlapValue,
  UNKNOWN,
} from "./overlap";
import type { Dimension } from "./overlap-request";

// Counted cells as tables. Pure.

/** A counted cell as the database gives it; null for "all of them". */
export interface CountedCell {
  kind: "cell" | "single" | "several";
  split: string | null;
  row: string | null;
  column: string | null;
  subjects: number;
  exams: number;
  keySum: string;
  /** The same, each subject as often as it has exams. */
  examKeySum: string;
}

/** More rows or columns than a table of a page may have are left out, the smallest first; so are tables. */
const MOST = { rows: 40, columns: 40, split: 12 } as const;
type Axis = keyof typeof MOST;

export interface AxisOf {
  dimension: Dimension;
  /** Values that stand whether anybody has them or not. */
  always: readonly string[];
  value: (key: string) => OverlapValue;
}

/**
 * The tables of counted cells. Without `exact` every number goes through perturbCount, and a value that too few
 * subjects have is left out, as in a facet: that it exists would tell something.
 */
export function matrixOf(
  counted: readonly CountedCell[],
  axes: { rows: AxisOf; columns: AxisOf; split: AxisOf | null },
  exact: boolean,
): { rows: OverlapValue[]; columns: OverlapValue[]; tables: OverlapTable[]; cut: boolean } {
  const byPlace = new Map(
    counted.map((cell) => [placeOf(cell.kind, cell.split, cell.row, cell.column), cell]),
  );
  const shown = (split: string | null, row: string | null, column: string | null): OverlapCount => {
    const cell = byPlace.get(placeOf("cell", split, row, column));
    return {
      subjects: shownSubjects(cell, exact),
      exams: exact ? (cell?.exams ?? 0) : perturbCount(cell?.keySum ?? "0", cell?.examKeySum ?? "0"),
    };
  };
  const numberAt = (
    kind: "single" | "several",
    split: string | null,
    row: string | null,
    column: string | null,
  ) => byPlace.get(placeOf(kind, split, row, column))?.subjects ?? 0;
  let cut = false;
  const valuesOf = (axis: Axis, of: AxisOf): OverlapValue[] => {
    const margins = counted.filter(
      (cell) =>
        cell.kind === "cell" &&
        (["split", "rows", "columns"] as const).every(
          (one) => (keyOn(cell, one) !== null) === (one === axis),
        ),
    );
    const told = margins.filter((cell) => shownSubjects(cell, exact) !== "below-11");
    const sizes = new Map(told.map((cell) => [keyOn(cell, axis) ?? "", weight(shownSubjects(cell, exact))]));
    const keys = [...new Set([...of.always, ...sizes.keys()])];
    const largest = [...keys]
      .sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0) || (a < b ? -1 : 1))
      .slice(0, MOST[axis]);
    cut ||= largest.length < keys.length;
    return inOrder(of, largest).map(of.value);
  };
  const rows = valuesOf("rows", axes.rows);
  const columns = valuesOf("columns", axes.columns);
  const splits = axes.split ? valuesOf("split", axes.split) : [null];
  const tables = splits.map((split): OverlapTable => {
    const at = split?.key ?? null;
    const singles = rows.map((row) => columns.map((column) => numberAt("single", at, row.key, column.key)));
    return {
      split,
      total: shown(at, null, null),
      rowMargins: rows.map((row) => shown(at, row.key, null)),
      columnMargins: columns.map((column) => shown(at, null, column.key)),
      cells: rows.map((row) => columns.map((column) => shown(at, row.key, column.key))),
      confounding: exact
        ? confoundingOf(keysOf(rows), keysOf(columns), singles, numberAt("several", at, null, null))
        : null,
    };
  });
  return { rows, columns, tables, cut };
}

function placeOf(kind: string, split: string | null, row: string | null, column: string | null): string {
  return JSON.stringify([kind, split, row, column]);
}

function keyOn(cell: CountedCell, axis: Axis): string | null {
  return axis === "split" ? cell.split : axis === "rows" ? cell.row : cell.column;
}

function keysOf(values: readonly OverlapValue[]): string[] {
  return values.map(({ key }) => key);
}

function shownSubjects(cell: CountedCell | undefined, exact: boolean): ShownCount {
  if (exact) return cell?.subjects ?? 0;
  return perturbCount(cell?.keySum ?? "0");
}

function weight(count: ShownCount): number {
  return count === "below-11" ? 0 : count;
}

/** Named values that stand after all others, in this order. */
const LAST = [OTHER_DIAGNOSIS, CONTROL, NONE, UNKNOWN];

/** Ages and fields by number, chosen diagnoses as they were chosen, others by what they were cut by: the largest first. */
function inOrder({ dimension, always }: AxisOf, largestFirst: readonly string[]): string[] {
  const numeric = dimension === "age" || dimension === "field";
  const place = (key: string): [number, number] => {
    const last = LAST.indexOf(key);
    if (last >= 0) return [2, last];
    if (numeric) return [1, Number(key)];
    const chosen = always.indexOf(key);
    return chosen >= 0 ? [0, chosen] : [1, largestFirst.indexOf(key)];
  };
  return [...largestFirst].sort((a, b) => {
    const [x, y] = [place(a), place(b)];
    return x[0] - y[0] || x[1] - y[1];
  });
}
