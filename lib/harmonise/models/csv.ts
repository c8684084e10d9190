/** A text that a spreadsheet would run (CWE-1236). */
const FORMULA = /^\s*[=+\-@\t\r]/;

/**
 * Rows as CSV (RFC 4180). Numbers are written as they are; a text that a spreadsheet would take for a formula gets an
 * apostrophe before it.
 */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(",")}\r\n`).join("");
}

function cellOf(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
