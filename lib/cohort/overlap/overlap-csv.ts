import { csvOf } from "@/lib/harmonise/models/csv";
import { cellMark } from "./cell-mark";
import type { Overlap, OverlapCount, OverlapValue } from "./overlap";

const ALL = "all";

/**
 * A matrix as CSV, one cell or margin a line ("all" in place of a value is a margin), as the reader sees it: perturbed
 * where she sees it so, and "<11" where she is not told.
 */
export function overlapCsv(
  overlap: Exclude<Overlap, { access: "nothing" }>,
  thinBelow: number,
  locale: "fr" | "en",
): string {
  const { request, rows, columns, tables } = overlap;
  const head = [
    ...(request.split === null ? [] : ["split_dimension", "split", "split_label"]),
    ...["row_dimension", "row", "row_label", "column_dimension", "column", "column_label"],
    ...["subjects", "exams", "mark"],
  ];
  const named = (dimension: string, value: OverlapValue | null) => [
    dimension,
    // The sign that tells the interface's names from codes is a formula's too.
    value === null ? ALL : value.key.replace(/^@/, ""),
    value?.labels?.[locale] ?? null,
  ];
  const lines = tables.flatMap(({ split, total, rowMargins, columnMargins, cells }) => {
    const line = (row: OverlapValue | null, column: OverlapValue | null, count?: OverlapCount) => [
      ...(request.split === null ? [] : named(request.split, split)),
      ...named(request.rows, row),
      ...named(request.columns, column),
      told(count?.subjects),
      told(count?.exams),
      cellMark(count?.[request.unit] ?? 0, thinBelow),
    ];
    return [
      ...rows.flatMap((row, r) => columns.map((column, c) => line(row, column, cells[r]?.[c]))),
      ...rows.map((row, r) => line(row, null, rowMargins[r])),
      ...columns.map((column, c) => line(null, column, columnMargins[c])),
      line(null, null, total),
    ];
  });
  return csvOf([head, ...lines]);
}

function told(count: OverlapCount["subjects"] | undefined): string | number {
  return count === "below-11" ? "<11" : (count ?? 0);
}
