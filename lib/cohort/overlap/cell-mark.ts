import type { ShownCount } from "@/lib/catalogue/search-result";

/** What a cell is for whoever plans an analysis; "hidden" is thin or empty, and is not told which. */
export type CellMark = "empty" | "thin" | "hidden" | "enough";

/** The mark of a count; thin is below the bound. */
export function cellMark(count: ShownCount, thinBelow: number): CellMark {
  if (count === "below-11") return "hidden";
  if (count === 0) return "empty";
  return count < thinBelow ? "thin" : "enough";
}
