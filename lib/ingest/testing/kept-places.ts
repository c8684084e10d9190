import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { writeDicom } from "@/lib/dicom/write";

/** Some bytes that the product keeps, and what can be said of them. */
export interface KeptBytes {
  place: string;
  bytes: Uint8Array;
  /** Compressed, sealed or numeric: any four bytes occur in it by chance, so only long texts mean something. */
  isDense: boolean;
}

/** Every file below a folder, with the headers of DICOM objects apart from their pixels. */
export function* keptFiles(folder: string, isDense: boolean): Generator<KeptBytes> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* keptFiles(path, isDense);
    else if (entry.isFile() && statSync(path).size > 0) {
      const bytes = new Uint8Array(readFileSync(path));
      if (entry.name.endsWith(".dcm"))
        yield { place: "instance header", bytes: withoutUids(headerOf(bytes)), isDense: false };
      yield { place: folder, bytes: withoutUids(bytes), isDense: isDense || entry.name.endsWith(".dcm") };
    }
  }
}

/** Bytes without the digits of remapped UIDs: some forty each, at random, among which a date or a number occurs by chance. */
function withoutUids(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return Buffer.from(text.replace(/2\.25\.\d{20,39}/g, "2.25."), "latin1");
}

function headerOf(bytes: Uint8Array): Uint8Array {
  const file = parseDicom(bytes);
  file.dataset.delete(TAG.PixelData);
  return writeDicom(file);
}

/** What is read of rows that hold lists of our own numbers, among which any short number occurs. */
const ROW_TEXT: Readonly<Record<string, string>> = {
  // Where frames end in a view object.
  Volume: `(to_jsonb(t) #- '{manifest,frameByteEnds}')::text`,
  // Tags, keywords of the dictionary, actions and counts: a test parses every one.
  Series: `(to_jsonb(t) - 'deidReport')::text`,
  // 0, 1, 2, … in the order in which files were given.
  IngestFate: `(to_jsonb(t) - 'ordinal')::text`,
  // The database's count of transactions.
  SearchChange: `(to_jsonb(t) - 'xid')::text`,
  // Days are read as dates, and the numbers of protocols and kinds of series are ours: 1, 2, 3, …
  SearchExam: `(to_jsonb(t) - '{examDay,kinds,protocols}'::text[])::text || (DATE '1970-01-01' + t."examDay")`,
  SearchSeriesKind: `(to_jsonb(t) - 'id')::text`,
  SearchSubject: `(t."facts"::jsonb - 'visits')::text || coalesce((
    SELECT string_agg((v->>0) || ' ' || (DATE '1970-01-01' + (v->>1)::int), ' ')
    FROM jsonb_array_elements(t."facts"::jsonb->'visits') v), '') || t."subjectId"`,
};

/**
 * Text without ids and hashes in hexadecimal, in which any short number occurs by chance. A text that could be part of
 * one (digits and letters to f, under 16 of them) is searched in this, every other in the whole.
 */
export function withoutHashes(text: Uint8Array): Uint8Array {
  const known = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}/g;
  return Buffer.from(Buffer.from(text).toString("latin1").replace(known, " "), "latin1");
}

/** Whether a text could occur in a hash by chance. */
export function couldBeOfHash(text: string): boolean {
  return text.length < 16 && /^[0-9a-f]+$/i.test(text);
}

/** Every row of every table as text. */
export async function* keptRows(databaseUrl: string): AsyncGenerator<KeptBytes & { table: string }> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ schema: string; name: string }>(
      `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
       WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`,
    );
    for (const { schema, name } of rows) {
      const table = `"${schema}"."${name}"`;
      const row = ROW_TEXT[name] ?? "t::text";
      const found = await client.query<{ row: string }>(`SELECT ${row} AS row FROM ${table} t`);
      const text = found.rows.map((each) => each.row).join("\n");
      yield { place: `table ${name}`, table: name, bytes: Buffer.from(text), isDense: false };
    }
  } finally {
    await client.end();
  }
}
