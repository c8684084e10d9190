/** How strongly two ways of sorting the same units go together. */
export interface Association {
  /** 0: knowing one says nothing of the other; 1: one follows from the other. */
  v: number;
  /** The same less what chance alone gives in so small a table; what words are chosen by. */
  corrected: number;
  /** Units that were counted. */
  n: number;
}

/**
 * Cramér's V of a table of counts (rows × columns), with Bergsma's correction of its bias (J. Korean Stat. Soc. 42,
 * 2013, 323-328). Empty rows and columns are left out.
 * @returns null where fewer than two rows or two columns hold anything: there is nothing to go together
 */
export function cramersV(counts: readonly (readonly number[])[]): Association | null {
  const rowSums = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columnSums = (counts[0] ?? []).map((_, at) => counts.reduce((sum, row) => sum + (row[at] ?? 0), 0));
  const n = rowSums.reduce((sum, count) => sum + count, 0);
  const rows = rowSums.filter((sum) => sum > 0).length;
  const columns = columnSums.filter((sum) => sum > 0).length;
  if (rows < 2 || columns < 2) return null;
  let chiSquared = 0;
  counts.forEach((row, r) => {
    row.forEach((observed, c) => {
      const expected = ((rowSums[r] ?? 0) * (columnSums[c] ?? 0)) / n;
      if (expected > 0) chiSquared += (observed - expected) ** 2 / expected;
    });
  });
  const phiSquared = chiSquared / n;
  const v = Math.sqrt(phiSquared / Math.min(rows - 1, columns - 1));
  return { v: Math.min(1, v), corrected: corrected(phiSquared, rows, columns, n), n };
}

function corrected(phiSquared: number, rows: number, columns: number, n: number): number {
  const left = Math.max(0, phiSquared - ((rows - 1) * (columns - 1)) / (n - 1));
  const smaller = Math.min(rows - (rows - 1) ** 2 / (n - 1) - 1, columns - (columns - 1) ** 2 / (n - 1) - 1);
  return smaller <= 0 ? 0 : Math.min(1, Math.sqrt(left / smaller));
}
