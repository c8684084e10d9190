import { nominalFieldTesla } from "@/lib/catalogue/search-query";
import type { Criteria, CriteriaNode, ExamLeaf, ExamNode, SeriesLeaf, SeriesNode } from "./criteria";

// One form for questions that differ only in how they were put together: what is cited, compared and said in words. Browser-safe.
// No step changes the exams that answer, nor the series groups that are asked for.

/** The canonical form of a question: same answer over every catalogue, and itself when taken again. */
export function canonicalCriteria(criteria: Criteria): Criteria {
  return { version: criteria.version, root: canonicalExamNode(criteria.root) };
}

/** JSON whose keys are sorted, so that equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** How parts of either sort of node are joined. */
type Joint<N> = { kind: "and" | "or"; of: N[] } | { kind: "not"; of: N };
const NEVER = { kind: "or" as const, of: [] };

function canonicalExamNode(node: ExamNode): ExamNode {
  switch (node.kind) {
    case "and":
    case "or":
      return joined<ExamNode>(node.kind, node.of.map(canonicalExamNode));
    case "not":
      return denied<ExamNode>(canonicalExamNode(node.of));
    case "series":
      return { kind: "series", of: canonicalSeriesNode(node.of) };
    case "visit": {
      const of = canonicalExamNode(node.of);
      // Every exam is of its own visit, and what is asked of a subject is the same for all exams of a visit.
      return isConstant(of) || of.kind === "visit" || isOfSubject(of) ? of : { kind: "visit", of };
    }
    case "subject":
      return ofSubject(canonicalExamNode(node.of));
    case "visits": {
      const part = canonicalExamNode(node.of);
      const of = part.kind === "visit" ? part.of : part;
      if (isEmpty(of, "or")) return NEVER;
      return node.atLeast === 1 ? ofSubject(of) : { kind: "visits", atLeast: node.atLeast, of };
    }
    case "pair": {
      const of = canonicalExamNode(node.of);
      const { min, max, unit } = node.interval;
      return isEmpty(of, "or") ? NEVER : { ...node, interval: { min: min + 0, max: max + 0, unit }, of };
    }
    default:
      return canonicalExamLeaf(node);
  }
}

function canonicalSeriesNode(node: SeriesNode): SeriesNode {
  switch (node.kind) {
    case "and":
    case "or":
      return joined<SeriesNode>(node.kind, node.of.map(canonicalSeriesNode));
    case "not":
      return denied<SeriesNode>(canonicalSeriesNode(node.of));
    default:
      return canonicalSeriesLeaf(node);
  }
}

function ofSubject(of: ExamNode): ExamNode {
  if (isConstant(of) || isOfSubject(of)) return of;
  return { kind: "subject", of: of.kind === "visit" ? of.of : of };
}

function joined<N extends CriteriaNode>(kind: "and" | "or", parts: readonly (N | Joint<N>)[]): N | Joint<N> {
  const of = sorted(parts.flatMap((part) => (isJoint(part, kind) ? part.of : [part])));
  const [only] = of;
  return only !== undefined && of.length === 1 ? only : ({ kind, of } as Joint<N>);
}

function isJoint<N extends CriteriaNode>(
  part: N | Joint<N>,
  kind: "and" | "or",
): part is { kind: "and" | "or"; of: N[] } {
  return part.kind === kind;
}

function denied<N extends CriteriaNode>(part: N | Joint<N>): N | Joint<N> {
  if (part.kind === "not") return part.of as N;
  if (isEmpty(part, "and")) return NEVER;
  if (isEmpty(part, "or")) return { kind: "and", of: [] };
  return { kind: "not", of: part as N };
}

function isEmpty(node: { kind: string; of?: unknown }, kind: "and" | "or"): boolean {
  return node.kind === kind && Array.isArray(node.of) && node.of.length === 0;
}

/** The same for all exams of a subject. */
function isOfSubject(node: ExamNode): boolean {
  return node.kind === "subject" || node.kind === "visits";
}

/** True of every exam, or of none. */
function isConstant(node: ExamNode): boolean {
  return isEmpty(node, "and") || isEmpty(node, "or");
}

/** Each value once, in the order of their JSON. */
function sorted<T>(values: readonly T[]): T[] {
  const byJson = new Map(values.map((value) => [canonicalJson(value), value]));
  return [...byJson].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

/** Without a zero's sign, which JSON does not keep. */
function bounds(range: { min: number | null; max: number | null }) {
  return {
    min: range.min === null ? null : range.min + 0,
    max: range.max === null ? null : range.max + 0,
  };
}

function canonicalExamLeaf(leaf: ExamLeaf): ExamLeaf {
  switch (leaf.kind) {
    case "diagnosis":
    case "site":
    case "project":
      return { ...leaf, codes: sorted(leaf.codes) };
    case "control":
      return { ...leaf, projects: sorted(leaf.projects) };
    case "sex":
      return { ...leaf, values: sorted(leaf.values) };
    case "score":
    case "age":
      return { ...leaf, ...bounds(leaf) };
    case "scanner": {
      const whole = new Set(leaf.of.filter(({ model }) => model === null).map((one) => one.manufacturer));
      const of = leaf.of.filter(({ manufacturer, model }) => model === null || !whole.has(manufacturer));
      return { ...leaf, of: sorted(of) };
    }
    case "field":
      return { ...leaf, tesla: sorted(leaf.tesla.map(nominalFieldTesla)) };
    case "protocol": {
      const verdicts = sorted(leaf.verdicts);
      // A judgement has one of the four.
      return { ...leaf, codes: sorted(leaf.codes), verdicts: verdicts.length === 4 ? [] : verdicts };
    }
  }
}

function canonicalSeriesLeaf(leaf: SeriesLeaf): SeriesLeaf {
  switch (leaf.kind) {
    case "role":
      return { ...leaf, values: sorted(leaf.values) };
    case "map":
      return { ...leaf, values: sorted(leaf.values) };
    case "contrast":
      return { ...leaf, values: sorted(leaf.values) };
    case "qc":
      return { ...leaf, values: sorted(leaf.values) };
    case "rating":
      return { ...leaf, values: sorted(leaf.values) };
    case "verdict":
      return { ...leaf, values: sorted(leaf.values), protocols: sorted(leaf.protocols) };
    case "number":
      return { ...leaf, ...bounds(leaf) };
    case "dimension":
    case "derived":
    case "pixels":
      return leaf;
  }
}
