import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { z } from "zod";

// Makes lib/deid/table-e1-1.json, safe-private.json and attribute-types.json:
//   npx tsx scripts/build-deid-tables.ts FOLDER PART3
// FOLDER holds confidentiality_profile_attributes.json, ciod_to_modules.json, safe_private_attributes.csv and
// LICENSE-innolitics.txt (innolitics/dicom-standard, MIT); PART3 is GDCM's Part3.xml (package libgdcm3.0 of Debian).

const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  basicProfile: z.string(),
  cleanDescOpt: z.string().optional(),
  cleanGraphOpt: z.string().optional(),
  cleanStructContOpt: z.string().optional(),
  rtnPatCharsOpt: z.string().optional(),
  rtnLongModifDatesOpt: z.string().optional(),
  rtnSafePrivOpt: z.string().optional(),
});
type Row = z.infer<typeof rowSchema>;

const modulesSchema = z.array(z.object({ ciodId: z.string(), moduleId: z.string() }));

/** Columns of the options that Ariane applies, by the short name that they have in the table. */
const OPTIONS: readonly (readonly [keyof Row, string])[] = [
  ["cleanDescOpt", "descriptors"],
  ["cleanGraphOpt", "graphics"],
  ["cleanStructContOpt", "structured"],
  ["rtnPatCharsOpt", "characteristics"],
  ["rtnLongModifDatesOpt", "dates"],
  ["rtnSafePrivOpt", "private"],
];

/** Welcome storage SOP classes (PS3.4 B.5) by the name of their IOD. */
const IODS: Readonly<Record<string, string>> = {
  "1.2.840.10008.5.1.4.1.1.4": "mr-image",
  "1.2.840.10008.5.1.4.1.1.4.1": "enhanced-mr-image",
  "1.2.840.10008.5.1.4.1.1.4.2": "mr-spectroscopy",
  "1.2.840.10008.5.1.4.1.1.4.3": "enhanced-mr-color-image",
  "1.2.840.10008.5.1.4.1.1.4.4": "legacy-converted-enhanced-mr-image",
  "1.2.840.10008.5.1.4.1.1.30": "parametric-map",
  "1.2.840.10008.5.1.4.1.1.66.1": "spatial-registration",
  "1.2.840.10008.5.1.4.1.1.66.4": "segmentation",
  "1.2.840.10008.5.1.4.1.1.88.22": "enhanced-sr",
  "1.2.840.10008.5.1.4.1.1.88.33": "comprehensive-sr",
  "1.2.840.10008.5.1.4.1.1.88.34": "comprehensive-3d-sr",
};

function readRows(folder: string): Row[] {
  const path = join(folder, "confidentiality_profile_attributes.json");
  return z.array(rowSchema).parse(JSON.parse(readFileSync(path, "utf8")));
}

/** `00100010`; the three rows that are no single attribute keep a readable name. */
function tagOfRow(row: Row): string {
  return /^[0-9a-f]{8}$/.test(row.id)
    ? row.id.toUpperCase()
    : row.id.split("-")[0] === "ggggeeee"
      ? "private"
      : row.id.toUpperCase();
}

function optionsOf(row: Row): string {
  return OPTIONS.flatMap(([column, name]) =>
    row[column] === undefined ? [] : [`${name}:${row[column]}`],
  ).join(" ");
}

interface Entry {
  depth: number;
  /** Tag, or the table that is included here. */
  tag?: string;
  type?: string;
  table?: string;
}

/** Modules and macros of Part3.xml by their table; nesting is written as leading ">" of a name. */
function readPart3(path: string): { tables: Map<string, Entry[]>; byName: Map<string, string> } {
  const xml = readFileSync(path, "utf8")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replaceAll("&gt;", "»");
  const tables = new Map<string, Entry[]>();
  const byName = new Map<string, string>();
  for (const block of xml.matchAll(/<(module|macro)\b([^>]*)>([\s\S]*?)<\/\1>/g)) {
    const attributes = block[2] ?? "";
    const table = /table="([^"]*)"/.exec(attributes)?.[1] ?? "";
    const name = /name="([^"]*)"/.exec(attributes)?.[1] ?? "";
    byName.set(slug(name.replace(/ (?:Module|Macro).*$/, "")), table);
    const entries: Entry[] = [];
    for (const line of (block[3] ?? "").matchAll(/<(entry|include)\b([^>]*)>/g)) {
      const text = line[2] ?? "";
      const label = /(?:name|ref)="([^"]*)"/.exec(text)?.[1] ?? "";
      const depth = /^[\s»]*/.exec(label)?.[0].replace(/\s/g, "").length ?? 0;
      if (line[1] === "include") {
        const included = /Table\s+([A-Z0-9][\w.-]*\w)/.exec(label)?.[1];
        if (included !== undefined) entries.push({ depth, table: included });
        continue;
      }
      const [group, element] = [/group="([^"]*)"/.exec(text)?.[1], /element="([^"]*)"/.exec(text)?.[1]];
      const type = /type="([^"]*)"/.exec(text)?.[1];
      if (group !== undefined && element !== undefined && type !== undefined)
        entries.push({ depth, tag: `${group}${element}`.toUpperCase(), type: type.trim().slice(0, 1) });
    }
    tables.set(normaliseTable(table), entries);
  }
  return { tables, byName };
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function normaliseTable(table: string): string {
  return table.replace(/\.(?=\d+$)/, "-");
}

/** Calls `visit` for every attribute of a table, those of included macros too. */
function walk(
  tables: ReadonlyMap<string, Entry[]>,
  table: string,
  parents: readonly string[],
  visit: (tag: string, type: string, parent: string | undefined) => void,
  seen: readonly string[] = [],
): void {
  const key = normaliseTable(table);
  if (seen.includes(key)) return;
  const stack = [...parents];
  for (const entry of tables.get(key) ?? []) {
    stack.length = Math.min(stack.length, parents.length + entry.depth);
    if (entry.table !== undefined) walk(tables, entry.table, stack, visit, [...seen, key]);
    else if (entry.tag !== undefined && entry.type !== undefined) {
      visit(entry.tag, entry.type, stack.at(-1));
      stack.push(entry.tag);
    }
  }
}

interface Types {
  /** By SOP class UID. */
  top: Record<string, string>;
  /** By tag of the sequence. */
  nested: Record<string, string>;
}

/** Types of the attributes with a compound action; 1C and 2C count as 1 and 2, of several the strictest. */
function attributeTypes(folder: string, part3: string, rows: readonly Row[]): Record<string, Types> {
  const { tables, byName } = readPart3(part3);
  const ciods = modulesSchema.parse(JSON.parse(readFileSync(join(folder, "ciod_to_modules.json"), "utf8")));
  const types = new Map<string, Types>();
  for (const row of rows)
    if (row.basicProfile.includes("/")) types.set(tagOfRow(row), { top: {}, nested: {} });
  const note = (record: Record<string, string>, key: string, type: string): void => {
    if (["1", "2"].includes(type) && (record[key] === undefined || type < (record[key] ?? "9")))
      record[key] = type;
  };
  for (const [sopClass, ciod] of Object.entries(IODS)) {
    for (const { moduleId } of ciods.filter(({ ciodId }) => ciodId === ciod)) {
      const table = byName.get(moduleId);
      if (table === undefined) continue;
      walk(tables, table, [], (tag, type, parent) => {
        const known = types.get(tag);
        if (known && parent === undefined) note(known.top, sopClass, type);
      });
    }
  }
  for (const table of tables.keys()) {
    walk(tables, table, [], (tag, type, parent) => {
      const known = types.get(tag);
      if (known && parent !== undefined) note(known.nested, parent, type);
    });
  }
  return Object.fromEntries(
    [...types]
      .filter(([, { top, nested }]) => Object.keys(top).length + Object.keys(nested).length > 0)
      .sort(),
  );
}

function safePrivate(folder: string): string[][] {
  return readFileSync(join(folder, "safe_private_attributes.csv"), "utf8")
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [creator = "", group = "", element = "", vr = "", ...meaning] = line.split(",");
      return [creator, group, element.replace("xx", ""), vr, meaning.join(",")];
    });
}

function write(name: string, content: object): void {
  const target = join(dirname(fileURLToPath(import.meta.url)), "../lib/deid", name);
  writeFileSync(target, `${JSON.stringify(content, null, 1)}\n`);
}

const [folder = "", part3 = ""] = process.argv.slice(2);
const rows = readRows(folder);
write("table-e1-1.json", {
  source:
    "DICOM PS3.15 Table E.1-1, edition of January 2025, by innolitics/dicom-standard (MIT, table-e1-1.LICENSE.txt)",
  columns: ["tag", "basic profile", "options that Ariane applies", "name"],
  rows: rows.map((row) => [tagOfRow(row), row.basicProfile, optionsOf(row), row.name]),
});
write("safe-private.json", {
  source:
    "DICOM PS3.15 Table E.3.10-1, as far as it could be had, by innolitics/dicom-standard (MIT, table-e1-1.LICENSE.txt)",
  columns: ["creator", "group", "element", "VR", "meaning"],
  rows: safePrivate(folder),
});
write("attribute-types.json", {
  source:
    "types of DICOM PS3.3 (edition of 2008) by GDCM's Part3.xml, libgdcm3.0 3.0.21-1 of Debian (BSD); modules of each IOD by innolitics/dicom-standard (MIT)",
  rule: "only attributes with a compound action; 1C and 2C count as 1 and 2, of several the strictest; not here: type 3",
  types: attributeTypes(folder, part3, rows),
});
copyFileSync(
  join(folder, "LICENSE-innolitics.txt"),
  join(dirname(fileURLToPath(import.meta.url)), "../lib/deid/table-e1-1.LICENSE.txt"),
);
