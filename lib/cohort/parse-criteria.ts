import type { z } from "zod";
import { AppError } from "@/lib/platform/errors";
import { criteriaSchema, MAX_DEPTH, MAX_NODES, type Criteria } from "./criteria";

/** Why criteria are refused, in `details.reason` of the error. */
export const CRITERIA_REFUSALS = [
  "not-criteria",
  "unknown-version",
  "too-deep",
  "too-many-parts",
  "unknown-kind",
  "unknown-field",
  "wrong-value",
  "wrong-range",
  "unreadable-text",
  "unknown-code",
] as const;
export type CriteriaRefusal = (typeof CRITERIA_REFUSALS)[number];

/**
 * A question as it was sent, kept or pasted. Throws AppError "invalid-input" that says why and where
 * (`details.reason`, `details.path`); whether its codes exist is asked apart, by requireKnownCodes.
 */
export function parseCriteria(value: unknown): Criteria {
  if (!isRecord(value)) throw refusal("not-criteria", [], "criteria are an object with a version and a root");
  boundTree(value.root);
  const parsed = criteriaSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw first ? refusalOf(first) : refusal("not-criteria", [], "these are no criteria");
}

/** The error of criteria that are refused at a place. */
export function refusal(
  reason: CriteriaRefusal,
  path: readonly PropertyKey[],
  message: string,
  details: Record<string, unknown> = {},
): AppError {
  return new AppError("invalid-input", message, { reason, path: path.map(String).join("."), ...details });
}

interface Place {
  node: unknown;
  depth: number;
  path: readonly PropertyKey[];
}

/**
 * Refuses too deep and too large trees, too long lists, and texts that the database cannot hold. Keeps its own stack: the depth of what
 * is sent is whatever its sender wants.
 */
function boundTree(root: unknown): void {
  const waiting: Place[] = [{ node: root, depth: 1, path: ["root"] }];
  let nodeCount = 0;
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { node, depth, path } = place;
    if (depth > MAX_DEPTH) throw refusal("too-deep", path, `more than ${MAX_DEPTH} parts inside each other`);
    if (++nodeCount > MAX_NODES) throw refusal("too-many-parts", [], `more than ${MAX_NODES} parts`);
    if (!isRecord(node)) continue;
    checkFields(node, path);
    if (!("of" in node) || node.kind === "scanner") continue;
    const children: unknown[] = Array.isArray(node.of) ? node.of : [node.of];
    if (children.length > MAX_NODES) throw refusal("too-many-parts", path, `more than ${MAX_NODES} parts`);
    children.forEach((child, at) => {
      const step = Array.isArray(node.of) ? ["of", at] : ["of"];
      waiting.push({ node: child, depth: depth + 1, path: [...path, ...step] });
    });
  }
}

/**
 * PostgreSQL holds no NUL, and a lone surrogate has no UTF-8: neither reaches a parameter. A list that is far too long is
 * not read, since the schema would name each fault in it.
 */
function checkFields(node: Record<string, unknown>, path: readonly PropertyKey[]): void {
  const texts = (value: unknown): string[] =>
    typeof value === "string" ? [value] : Array.isArray(value) ? value.flatMap(textOf) : [];
  for (const [field, value] of Object.entries(node)) {
    if (field === "of" && node.kind !== "scanner") continue;
    if (Array.isArray(value) && value.length > MAX_NODES) {
      throw refusal("wrong-value", [...path, field], "a list has too many values");
    }
    if (texts(value).some((text) => /[\p{Cc}\p{Cs}]/u.test(text))) {
      throw refusal("unreadable-text", [...path, field], "a text holds control characters");
    }
  }
}

/** The texts of one item of a list: itself, or the model of a scanner. */
function textOf(item: unknown): string[] {
  if (typeof item === "string") return [item];
  return isRecord(item) && typeof item.model === "string" ? [item.model] : [];
}

function refusalOf(issue: z.core.$ZodIssue): AppError {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    return refusal("unknown-field", path, "a part has fields that its kind does not have");
  }
  if (path.length === 1 && path[0] === "version") {
    return refusal("unknown-version", path, "criteria of a version that is not known here");
  }
  if (issue.code === "invalid_union") {
    const allowed = "options" in issue ? issue.options : undefined;
    return refusal("unknown-kind", path, `no such ${String(path.at(-1))} is possible here`, { allowed });
  }
  if (issue.code === "custom") return refusal("wrong-range", path, issue.message);
  return refusal("wrong-value", path, issue.message);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
