import { elementOf, groupOf, type Tag } from "@/lib/dicom/tags";

import table from "./table-e1-1.json";

/** Actions of the Basic Profile (PS3.15 Table E.1-1a); compound ones are settled by the attribute's type in its IOD. */
export const BASIC_ACTIONS = ["X", "Z", "D", "U", "X/Z", "X/D", "X/Z/D", "Z/D", "X/Z/U*"] as const;
export type BasicAction = (typeof BASIC_ACTIONS)[number];

/** Options of PS3.15 Annex E that we apply, by the names that table-e1-1.json has for their columns. */
export type AppliedOption =
  "descriptors" | "graphics" | "structured" | "characteristics" | "dates" | "private";

/** One row of Table E.1-1. */
export interface ProfileRow {
  basic: BasicAction;
  /** What an option that we apply says instead: K keep, C clean. */
  options: Readonly<Partial<Record<AppliedOption, "K" | "C">>>;
}

function isBasicAction(text: string): text is BasicAction {
  return (BASIC_ACTIONS as readonly string[]).includes(text);
}

function parseRow(basic: string, options: string): ProfileRow {
  if (!isBasicAction(basic)) throw new TypeError(`Table E.1-1 has an action that is none: ${basic}`);
  const pairs = options
    .split(" ")
    .filter(Boolean)
    .map((pair) => pair.split(":"));
  return { basic, options: Object.fromEntries(pairs) as ProfileRow["options"] };
}

const rows = new Map<string, ProfileRow>(
  table.rows.map(([tag = "", basic = "", options = ""]) => [tag, parseRow(basic, options)]),
);
const byTag = new Map<Tag, ProfileRow>(
  [...rows].flatMap(([tag, row]) =>
    /^[0-9A-F]{8}$/.test(tag) ? [[Number.parseInt(tag, 16), row] as const] : [],
  ),
);

/** Row of a standard attribute, also of the groups that repeat (50xx curves, 60xx overlays); undefined where it has none. */
export function profileRow(tag: Tag): ProfileRow | undefined {
  const known = byTag.get(tag);
  if (known) return known;
  const group = groupOf(tag);
  if (group >= 0x5000 && group <= 0x50ff) return rows.get("50XXXXXX");
  if (group >= 0x6000 && group <= 0x60ff)
    return rows.get(`60XX${elementOf(tag).toString(16).toUpperCase().padStart(4, "0")}`);
  return undefined;
}
