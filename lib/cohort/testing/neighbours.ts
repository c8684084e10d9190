import type { NodePath } from "@/lib/cohort/answer";
import {
  childrenOf,
  criteriaSchema,
  MAX_DEPTH,
  type Criteria,
  type CriteriaNode,
  type PairNode,
} from "@/lib/cohort/criteria";
import { moveNode, nodeAt, removeAt, replaceAt, unwrapNode, WRAPPERS, wrapNode } from "@/lib/cohort/edit";

// Questions that differ from a question in one thing: a leaf, a bound, a scope, a bracket.

function pathsOf(node: CriteriaNode, path: NodePath = []): NodePath[] {
  return [path, ...childrenOf(node).flatMap((child, index) => pathsOf(child, [...path, index]))];
}

const depthOf = (node: CriteriaNode): number => 1 + Math.max(0, ...childrenOf(node).map(depthOf));

/** The same leaf or scope with one thing changed, whatever its kind. */
function variants(node: CriteriaNode): CriteriaNode[] {
  const changed: Record<string, unknown>[] = [];
  const fields = Object.entries(node) as [string, unknown][];
  for (const [field, value] of fields) {
    if (field === "kind") continue;
    const put = (next: unknown) => changed.push({ ...node, [field]: next });
    if (typeof value === "boolean") put(!value);
    if (typeof value === "number") [value + 1, value + 0.25, value * 1000, null].forEach(put);
    if (value === null) [0, 1, 90, "whole"].forEach(put);
    if (typeof value === "string") {
      [
        "2D",
        "3D",
        "present",
        "unresolved",
        "first",
        "either",
        "whole",
        "incomplete",
        "EDSS",
        `${value} x`,
      ].forEach(put);
    }
    if (Array.isArray(value) && (childrenOf(node).length === 0 || node.kind === "scanner")) {
      value.forEach((_, index) => {
        put(value.toSpliced(index, 1));
      });
      ["LILLE", "DOID:863", "alpha", "T1w", "FLAIR", "none", "minor", "yes", "female", 3].forEach((one) =>
        put([...(value as unknown[]), one]),
      );
      if (node.kind === "scanner") put([{ manufacturer: "Other", model: "Siemens" }]);
    }
    if (field === "rule")
      [{ at: "exam" }, { at: "ever" }, { at: "nearest", days: 0 }, { at: "nearest", days: 31 }].forEach(put);
    if (field === "interval") {
      const { min, max } = value as PairNode["interval"];
      [
        { min, max, unit: "day" },
        { min, max, unit: "year" },
        { min, max: max + 0.5, unit: "month" },
      ].forEach(put);
    }
  }
  if (node.kind === "and" || node.kind === "or") {
    changed.push({ ...node, kind: node.kind === "and" ? "or" : "and" });
  }
  if (node.kind === "visit" || node.kind === "subject") {
    changed.push({ ...node, kind: node.kind === "visit" ? "subject" : "visit" });
  }
  return changed as unknown as CriteriaNode[];
}

/** Some of the neighbours of a question, all of them criteria. */
export function neighbours(criteria: Criteria, seed: number): Criteria[] {
  const paths = pathsOf(criteria.root);
  const path = paths[seed % paths.length] ?? [];
  const other = paths[(seed >>> 8) % paths.length] ?? [];
  const node = nodeAt(criteria, path);
  const changed = [
    removeAt(criteria, path),
    unwrapNode(criteria, path),
    moveNode(criteria, path, [...other, 0])?.criteria ?? null,
    ...WRAPPERS.map((wrapper) => wrapNode(criteria, path, wrapper)),
    ...(node ? variants(node).map((variant) => replaceAt(criteria, path, variant)) : []),
  ];
  return changed.filter(
    (one): one is Criteria =>
      one !== null && criteriaSchema.safeParse(one).success && depthOf(one.root) <= MAX_DEPTH,
  );
}
