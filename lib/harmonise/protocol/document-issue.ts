import type { z } from "zod";
import { parameter, PARAMETER_NAMES } from "./parameters";
import { unitsOf } from "./units";

/** Everything that can be wrong with a protocol that a person wrote; texts in messages/<locale>/protocols.json. */
export const ISSUE_CODES = [
  // The text is not YAML or JSON, or not for us.
  "syntax",
  "too-large",
  "too-deep",
  "empty",
  "several-documents",
  "alias",
  "tag",
  "key-twice",
  "bad-key",
  // A value is not what the schema asks.
  "unknown-key",
  "missing-key",
  "wrong-type",
  "not-one-of",
  "bad-format",
  "too-small",
  "too-big",
  "too-few",
  "too-many",
  "too-short",
  "too-long",
  // Values do not fit together (the names are those of content.ts).
  "unknown-unit",
  "range-of-words",
  "empty-range",
  "contradictory-range",
  "wrong-kind",
  "tolerance-of-words",
  "parameter-twice",
  "scope-twice",
  "name-twice",
  "pair-parameter",
  "unknown-step",
  // It does not fit what is stored.
  "overlaps-version",
  "unknown-scanner",
] as const;
export type IssueCode = (typeof ISSUE_CODES)[number];

export type IssuePath = readonly (string | number)[];

/** One thing that is wrong, and where in the document. */
export interface DocumentIssue {
  path: IssuePath;
  code: IssueCode;
  /** What the text needs: names of the schema and bounds. */
  values: Readonly<Record<string, string | number>>;
}

type ZodIssue = z.core.$ZodIssue;

/** The issues of a document that a schema refused, in the order of the schema; `data` is what was parsed. */
export function issuesOf(error: z.ZodError, data: unknown): DocumentIssue[] {
  const issues = error.issues.flatMap((issue) => translate(issue, [], data));
  // A range is also empty when its only key is misspelt: that is the thing to say.
  const isBelow = (inner: DocumentIssue, outer: DocumentIssue) =>
    inner.path.length > outer.path.length && outer.path.every((key, index) => key === inner.path[index]);
  return issues.filter(
    (issue) => issue.code !== "empty-range" || !issues.some((other) => isBelow(other, issue)),
  );
}

/** What stands at a path of plain data; undefined where nothing does. */
export function valueAt(data: unknown, path: IssuePath): unknown {
  let here = data;
  for (const key of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Readonly<Record<string | number, unknown>>)[key];
  }
  return here;
}

function translate(issue: ZodIssue, above: IssuePath, data: unknown): DocumentIssue[] {
  const path = [...above, ...issue.path.map((key) => (typeof key === "symbol" ? String(key) : key))];
  const one = (code: IssueCode, values: DocumentIssue["values"] = {}): DocumentIssue[] => [
    { path, code, values },
  ];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ path: [...path, key], code: "unknown-key", values: { key } }));
    case "invalid_union":
      return nearestBranch(issue.errors, path, data) ?? one("wrong-type", { expected: "any" });
    case "invalid_type": {
      const key = path.at(-1) ?? "";
      if (valueAt(data, path) === undefined) return one("missing-key", { key: String(key) });
      return one("wrong-type", { expected: issue.expected });
    }
    case "invalid_value": {
      if (valueAt(data, path) === undefined) return one("missing-key", { key: String(path.at(-1) ?? "") });
      return one("not-one-of", { allowed: issue.values.map(String).join(", ") });
    }
    case "too_small":
      if (issue.origin === "array") return one("too-few", { limit: Number(issue.minimum) });
      if (issue.origin === "string") return one("too-short", { limit: Number(issue.minimum) });
      return one("too-small", { limit: Number(issue.minimum) });
    case "too_big":
      if (issue.origin === "array") return one("too-many", { limit: Number(issue.maximum) });
      if (issue.origin === "string") return one("too-long", { limit: Number(issue.maximum) });
      return one("too-big", { limit: Number(issue.maximum) });
    case "custom":
      return custom(issue.message, path, data);
    default:
      return one("bad-format");
  }
}

/** Of the alternatives of a union, the one that the value is nearest to: what is wrong with that is said. */
function nearestBranch(
  branches: readonly (readonly ZodIssue[])[],
  path: IssuePath,
  data: unknown,
): DocumentIssue[] | null {
  const scored = branches
    .map((issues) => ({ issues, score: issues.reduce((sum, issue) => sum + distance(issue), 0) }))
    .sort((a, b) => a.score - b.score);
  const best = scored[0];
  if (!best || best.score >= HOPELESS) return null;
  // A misspelt key would be complained about twice: as one too many and as one that is missing.
  const misspelt = best.issues.filter(({ code }) => code === "unrecognized_keys");
  return (misspelt.length > 0 ? misspelt : best.issues).flatMap((issue) => translate(issue, path, data));
}

/** A value of another kind altogether. */
const HOPELESS = 1000;

function distance(issue: ZodIssue): number {
  if (issue.code === "unrecognized_keys") return 10 * issue.keys.length;
  if (issue.code === "invalid_type" && issue.path.length === 0) return HOPELESS;
  return 1;
}

function custom(message: string, path: IssuePath, data: unknown): DocumentIssue[] {
  const code = ISSUE_CODES.find((known) => known === message);
  if (code === undefined) return [{ path, code: "bad-format", values: {} }];
  const values: Record<string, string> = {};
  const named = valueAt(data, [...path.slice(0, -1), "parameter"]);
  const name = PARAMETER_NAMES.find((known) => known === named);
  if (name !== undefined) {
    const { unit, kind } = parameter(name);
    if (code === "unknown-unit") values["allowed"] = unitsOf(unit).join(", ");
    if (code === "wrong-kind") values["kind"] = kind;
  }
  return [{ path, code, values }];
}
