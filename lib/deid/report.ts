import { z } from "zod";

/** What can be done to an attribute. */
export const DEID_ACTIONS = [
  "kept",
  "cleaned",
  "shifted",
  "remapped",
  "replaced",
  "emptied",
  "removed",
  "rebuilt",
] as const;
export type DeidAction = (typeof DEID_ACTIONS)[number];

const rowSchema = z.strictObject({
  /** `(0018,0080)`; of private elements the block is left open: `(0019,xx0C)`. */
  tag: z.string().regex(/^\([0-9A-F]{4},(?:[0-9A-F]{4}|xx[0-9A-F]{2})\)$/),
  /** Null for private and unknown ones. */
  keyword: z.string().max(128).nullable(),
  action: z.enum(DEID_ACTIONS),
  /** Elements at all depths. */
  count: z.int().positive(),
});

/** What was done, by attribute (nested ones collapsed) and action; never a value. Sorted by tag, then action. */
export const deidReportSchema = z.array(rowSchema);
export type DeidReport = z.infer<typeof deidReportSchema>;
export type DeidReportRow = DeidReport[number];

function compareRows(a: DeidReportRow, b: DeidReportRow): number {
  if (a.tag !== b.tag) return a.tag < b.tag ? -1 : 1;
  return DEID_ACTIONS.indexOf(a.action) - DEID_ACTIONS.indexOf(b.action);
}

/** Sums reports: that of a series is the sum of its instances'. */
export function mergeReports(...reports: readonly DeidReport[]): DeidReport {
  const rows = new Map<string, DeidReportRow>();
  for (const row of reports.flat()) {
    const key = `${row.tag} ${row.action}`;
    const known = rows.get(key);
    if (known) known.count += row.count;
    else rows.set(key, { ...row });
  }
  return [...rows.values()].sort(compareRows);
}
