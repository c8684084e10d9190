import { type Document, isAlias, isCollection, isMap, isNode, isPair, isScalar, Lexer } from "yaml";
import { LineCounter, parseDocument, visit, type YAMLError } from "yaml";
import { protocolDocumentSchema, type ProtocolDocument } from "./content";
import { type DocumentIssue, type IssueCode, type IssuePath, issuesOf } from "./document-issue";

/** An issue with its place in the text, both from 1. */
export interface PlacedIssue extends DocumentIssue {
  line: number;
  column: number;
}

/** Where in a text each part of its document stands. */
export type Locate = (path: IssuePath) => { line: number; column: number };

export type ParsedDocument =
  { ok: true; document: ProtocolDocument; locate: Locate } | { ok: false; issues: PlacedIssue[] };

/** UTF-16 units of a text; a protocol of sixty steps with variants for every vendor has about a tenth. */
export const MAX_DOCUMENT_LENGTH = 512 * 1024;
const MAX_ISSUES = 50;
/** A protocol is nested about ten deep. Parsing deeper texts costs stack: they are refused before. */
const MAX_DEPTH = 64;
const MAX_INDENT = 200;

/**
 * A protocol version from YAML or JSON, or everything that is wrong with it, each with its line. Nothing of a text is
 * executed or expanded: aliases, tags and merge keys are refused.
 */
export function parseProtocolDocument(text: string): ParsedDocument {
  if (text.length > MAX_DOCUMENT_LENGTH)
    return refused([unplaced("too-large", 1, 1, { limit: MAX_DOCUMENT_LENGTH / 1024 })]);
  const deep = tooDeepAt(text);
  if (deep !== null) return refused([unplaced("too-deep", deep, 1)]);

  const lines = new LineCounter();
  // Equal keys are looked for below: the parser's own search takes the square of their number.
  const parsed = parseDocument(text, {
    schema: "core",
    version: "1.2",
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
    logLevel: "error",
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (parsed.errors.length > 0) {
    return refused(
      parsed.errors.map((error) => ({ path: [], values: {}, code: syntaxCode(error), ...at(error.pos[0]) })),
    );
  }
  const foreign = foreignParts(parsed, at);
  if (foreign.length > 0) return refused(foreign);
  const data: unknown = parsed.toJS();
  if (data === null || data === undefined) return refused([unplaced("empty", 1, 1)]);

  const locate: Locate = (path) => at(offsetOf(parsed, path));
  const checked = protocolDocumentSchema.safeParse(data);
  if (!checked.success) {
    const issues = issuesOf(checked.error, data).slice(0, MAX_ISSUES);
    return refused(issues.map((issue) => ({ ...issue, ...locate(issue.path) })));
  }
  return { ok: true, document: checked.data, locate };
}

function refused(issues: readonly PlacedIssue[]): ParsedDocument {
  const placed = issues.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return { ok: false, issues: placed.slice(0, MAX_ISSUES) };
}

function unplaced(
  code: IssueCode,
  line: number,
  column: number,
  values: DocumentIssue["values"] = {},
): PlacedIssue {
  return { path: [], code, values, line, column };
}

/** The first line that nests too deep, or null. The lexer itself recurses on runs of indicators, so these go first. */
function tooDeepAt(text: string): number | null {
  const run = new RegExp(`(?:[-?:][ \\t]+){${MAX_DEPTH}}|^[ \\t]{${MAX_INDENT},}\\S`);
  const lines = text.split(/\r\n|\r|\n/);
  const broken = lines.findIndex((line) => run.test(line));
  if (broken >= 0) return broken + 1;
  let depth = 0;
  let line = 1;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") depth += 1;
    if (token === "]" || token === "}") depth -= 1;
    if (depth > MAX_DEPTH) return line;
    line += token.split("\n").length - 1;
  }
  return null;
}

function syntaxCode(error: YAMLError): IssueCode {
  if (error.code === "MULTIPLE_DOCS") return "several-documents";
  return error.code === "TAG_RESOLVE_FAILED" ? "tag" : "syntax";
}

/** Aliases, tags, keys that are no words, and keys that are given twice. */
function foreignParts(
  parsed: Document.Parsed,
  at: (offset: number) => { line: number; column: number },
): PlacedIssue[] {
  const found: PlacedIssue[] = [];
  const add = (code: IssueCode, node: unknown, values: DocumentIssue["values"] = {}) => {
    found.push({ path: [], code, values, ...at(isNode(node) ? (node.range?.[0] ?? 0) : 0) });
  };
  visit(parsed, {
    Node: (_, node) => {
      if (isAlias(node)) add("alias", node);
      else if (node.tag !== undefined && !isPlainTag(node.tag)) add("tag", node);
      if (!isMap(node)) return;
      const seen = new Set<string>();
      for (const { key } of node.items) {
        if (!isScalar(key) || typeof key.value !== "string") add("bad-key", key ?? node);
        else if (seen.has(key.value)) add("key-twice", key, { key: key.value.slice(0, 60) });
        else seen.add(key.value);
      }
    },
  });
  return found;
}

function isPlainTag(tag: string): boolean {
  return /^tag:yaml\.org,2002:(map|seq|str|int|float|bool|null)$/.test(tag);
}

/** Where the value at a path begins; its key where it is the key that is wrong; the nearest parent where it is absent. */
function offsetOf(parsed: Document.Parsed, path: IssuePath): number {
  let node: unknown = parsed.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    if (!isCollection(node)) return offset;
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
    const item: unknown = isMap(node) ? pair : node.items[Number(step)];
    if (item === undefined) return offset;
    if (isPair(item)) {
      if (isNode(item.key)) offset = item.key.range?.[0] ?? offset;
      node = item.value;
    } else {
      node = item;
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    }
  }
  return offset;
}
