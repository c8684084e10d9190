import { type Association, cramersV } from "./cramers-v";

// Whether two dimensions can still be told apart in a cohort. Pure, browser-safe.

export const STRENGTHS = ["none", "weak", "moderate", "strong", "separate"] as const;
export type Strength = (typeof STRENGTHS)[number];

/** From this corrected V on; below the first there is no link to speak of. */
const FROM: readonly (readonly [number, Strength])[] = [
  [0.8, "separate"],
  [0.5, "strong"],
  [0.3, "moderate"],
  [0.1, "weak"],
];

/** A value of one dimension whose units stand together in one value of the other, unlike the rest. */
export interface Concentration {
  /** The dimension of `of`; `within` is of the other one. */
  axis: "rows" | "columns";
  of: string;
  within: string;
  count: number;
  total: number;
}

export interface Confounding extends Association {
  strength: Strength;
  /** Units that stand in several rows or several columns: they are in no single cell, and not in V. */
  leftOut: number;
  concentration: Concentration | null;
}

/** Fewer units than this make no sentence. */
const LEAST_TOLD = 11;

/**
 * The association of two dimensions over the units that stand in exactly one row and one column, in words' terms.
 * @param singles how many of these each cell holds
 * @param leftOut units that stand in several rows or columns
 * @returns null where there is only one row or one column
 */
export function confoundingOf(
  rows: readonly string[],
  columns: readonly string[],
  singles: readonly (readonly number[])[],
  leftOut: number,
): Confounding | null {
  const association = cramersV(singles);
  if (!association) return null;
  const strength = FROM.find(([from]) => association.corrected >= from)?.[1] ?? "none";
  const turned = columns.map((_, c) => singles.map((row) => row[c] ?? 0));
  const found = [
    ...concentrations("rows", rows, columns, singles),
    ...concentrations("columns", columns, rows, turned),
  ].sort((a, b) => b.excess - a.excess || b.total - a.total)[0];
  return { ...association, strength, leftOut, concentration: found ? plain(found) : null };
}

type Ranked = Concentration & { excess: number };

/** For each value, where most of its units stand, and by how much more than those of all other values do. */
function concentrations(
  axis: Concentration["axis"],
  names: readonly string[],
  others: readonly string[],
  counts: readonly (readonly number[])[],
): Ranked[] {
  const sums = others.map((_, at) => counts.reduce((sum, row) => sum + (row[at] ?? 0), 0));
  const n = sums.reduce((sum, count) => sum + count, 0);
  return names.flatMap((of, index): Ranked[] => {
    const row = counts[index] ?? [];
    const total = row.reduce((sum, count) => sum + count, 0);
    if (total < LEAST_TOLD || total === n) return [];
    const count = Math.max(...row);
    const at = row.indexOf(count);
    const elsewhere = ((sums[at] ?? 0) - count) / (n - total);
    const excess = count / total - elsewhere;
    return excess <= 0 ? [] : [{ axis, of, within: others[at] ?? "", count, total, excess }];
  });
}

function plain({ axis, of, within, count, total }: Ranked): Concentration {
  return { axis, of, within, count, total };
}
