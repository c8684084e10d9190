import type { ShownCount } from "@/lib/catalogue/search-result";
import type { ExamNode } from "../criteria";
import type { Confounding } from "./confounding";
import type { Dimension, OverlapRequest } from "./overlap-request";

// An overlap matrix, as plain data for a page. Browser-safe.

/** Values that are no name of the data: the interface has words for them. */
export const OTHER_DIAGNOSIS = "@other";
export const CONTROL = "@control";
export const NONE = "@none";
export const UNKNOWN = "@unknown";

export interface OverlapCount {
  subjects: ShownCount;
  exams: ShownCount;
}

export interface OverlapValue {
  /** A code, an id, a number, or one of the names above. */
  key: string;
  /** Names from the data; null where the interface names the value. */
  labels: { fr: string; en: string } | null;
  /** Narrows the question to this value; null where no criterion can. */
  clause: ExamNode | null;
  /** The clause takes more than the value: criteria know models of a site and protocols, not one scanner or version. */
  clauseIsWider: boolean;
}

/** Cells of one value of the third dimension, or of all exams. A subject may stand in several: margins are no sums. */
export interface OverlapTable {
  split: OverlapValue | null;
  total: OverlapCount;
  rowMargins: OverlapCount[];
  columnMargins: OverlapCount[];
  /** cells[row][column] */
  cells: OverlapCount[][];
  /** Null where there is one row or column, or where counts are perturbed. */
  confounding: Confounding | null;
}

export type Overlap =
  | { access: "nothing" }
  | {
      access: "rows" | "counts";
      request: OverlapRequest;
      /** Dimensions that the actor may choose. */
      dimensions: Dimension[];
      rows: OverlapValue[];
      columns: OverlapValue[];
      /** One, or one for each value of the third dimension. */
      tables: OverlapTable[];
      /** Some values are not shown: the table would be too large. */
      cut: boolean;
    };
