import { AppError } from "./errors";

/** A table with a heading: RFC 4180 (comma, or semicolon as French spreadsheets write it), or tabs. */
export interface GivenTable {
  /** As written, trimmed. */
  columns: string[];
  /** Each with the line of the file on which it begins, from 1; as many cells as there are columns. */
  rows: { line: number; cells: string[] }[];
}

/** Why a text is no table; `line` from 1. */
export type TableFault =
  | "empty"
  | "quote-open"
  | "quote-stray"
  | "cell-count"
  | "column-unnamed"
  | "column-twice"
  | "not-text"
  | "too-many-rows";

export const MAX_TABLE_ROWS = 100_000;

/**
 * Reads a table strictly: nothing is guessed but the separator, which is that of the heading. Empty lines at the end are
 * no rows.
 * @throws AppError `invalid-input` with `reason` (a TableFault) and `line`; never with a value
 */
export function readTable(text: string): GivenTable {
  const whole = text.replace(/^\uFEFF/, "");
  // A file that was decoded from something other than UTF-8, or that is no text at all.
  if (whole.includes("\uFFFD") || whole.includes("\u0000")) throw fault("not-text", 1);
  const heading = whole.slice(0, /\r|\n|$/.exec(whole)?.index);
  const separator = separatorOf(heading);
  const records = [...readRecords(whole, separator)].filter(
    ({ cells }) => cells.length > 1 || cells[0]?.trim() !== "",
  );
  const [first, ...rows] = records;
  if (!first) throw fault("empty", 1);
  const columns = first.cells.map((cell) => cell.trim());
  if (columns.includes("")) throw fault("column-unnamed", first.line);
  const folded = columns.map((column) => column.toLowerCase());
  if (new Set(folded).size < folded.length) throw fault("column-twice", first.line);
  if (rows.length > MAX_TABLE_ROWS) throw fault("too-many-rows", MAX_TABLE_ROWS + 1);
  const wrong = rows.find(({ cells }) => cells.length !== columns.length);
  if (wrong) throw fault("cell-count", wrong.line);
  return {
    columns,
    rows: rows.map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell.trim()) })),
  };
}

function separatorOf(heading: string): string {
  const bare = heading.replace(/"(?:[^"]|"")*"/g, "");
  if (bare.includes("\t")) return "\t";
  return bare.includes(";") && !bare.includes(",") ? ";" : ",";
}

/** In a table with tabs a quote is a sign like any other unless it opens the cell. */
function* readRecords(text: string, separator: string): Generator<{ line: number; cells: string[] }> {
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const begun = line;
    const cells: string[] = [];
    for (;;) {
      const cell = text[at] === '"' ? readQuoted(text, at, line) : readPlain(text, at, separator, line);
      line += cell.lines;
      at = cell.end;
      cells.push(cell.value);
      if (text[at] !== separator) break;
      at += 1;
    }
    const newLine = /^(?:\r\n|\r|\n)/.exec(text.slice(at, at + 2))?.[0] ?? "";
    if (newLine === "" && at < text.length) throw fault("quote-stray", line);
    at += newLine.length;
    line += 1;
    yield { line: begun, cells };
  }
}

interface Cell {
  value: string;
  end: number;
  /** Line ends inside. */
  lines: number;
}

function readQuoted(text: string, start: number, line: number): Cell {
  let end = start + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end < 0) throw fault("quote-open", line);
    if (text[end + 1] !== '"') break;
    end += 2;
  }
  const inner = text.slice(start + 1, end);
  return {
    value: inner.replaceAll('""', '"'),
    end: end + 1,
    lines: (inner.match(/\r\n|\r|\n/g) ?? []).length,
  };
}

function readPlain(text: string, start: number, separator: string, line: number): Cell {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== "\n" && text[end] !== "\r") end += 1;
  const value = text.slice(start, end);
  if (separator !== "\t" && value.includes('"')) throw fault("quote-stray", line);
  return { value, end, lines: 0 };
}

function fault(reason: TableFault, line: number): AppError {
  return new AppError("invalid-input", `no table: ${reason}`, { reason, line });
}
