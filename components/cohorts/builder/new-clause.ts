import type { CriteriaNode, ExamNode, SeriesNode } from "@/lib/cohort/criteria";

/** Clauses that can be asked of an exam, in the order in which a menu offers them. */
export const EXAM_CLAUSES = [
  "diagnosis",
  "control",
  "score",
  "age",
  "sex",
  "protocol",
  "site",
  "scanner",
  "field",
  "project",
] as const;

/** Clauses that can be asked of one series. */
export const SERIES_CLAUSES = [
  "role",
  "dimension",
  "verdict",
  "number",
  "map",
  "contrast",
  "qc",
  "rating",
  "derived",
  "pixels",
] as const;

/** Groups that can be added empty and filled. */
export const EXAM_GROUPS = ["series", "pair", "visits", "visit", "subject", "or", "and", "not"] as const;
export const SERIES_GROUPS = ["or", "and", "not"] as const;

export type ClauseKind = (typeof EXAM_CLAUSES)[number] | (typeof SERIES_CLAUSES)[number];
export type GroupKind = (typeof EXAM_GROUPS)[number];

/** Clauses that mean nothing until a value is chosen: they join the question with their first one. */
const EMPTY_AT_FIRST: readonly string[] = ["diagnosis", "site", "project", "scanner", "score"];

export function startsEmpty(kind: string): boolean {
  return EMPTY_AT_FIRST.includes(kind);
}

const EXAM_DEFAULTS: Record<(typeof EXAM_CLAUSES)[number], ExamNode> = {
  diagnosis: { kind: "diagnosis", codes: [], rule: { at: "exam" }, status: "present" },
  control: { kind: "control", projects: [] },
  score: { kind: "score", name: "", min: null, max: null, rule: { at: "nearest", days: 90 } },
  age: { kind: "age", min: 18, max: 65 },
  sex: { kind: "sex", values: ["female"] },
  protocol: { kind: "protocol", codes: [], verdicts: ["compliant"], whole: null },
  site: { kind: "site", codes: [] },
  scanner: { kind: "scanner", of: [] },
  field: { kind: "field", tesla: [3] },
  project: { kind: "project", codes: [] },
};

const SERIES_DEFAULTS: Record<(typeof SERIES_CLAUSES)[number], SeriesNode> = {
  role: { kind: "role", values: ["T1w"] },
  dimension: { kind: "dimension", value: "3D" },
  verdict: { kind: "verdict", values: ["compliant"], protocols: [] },
  number: { kind: "number", name: "voxelSizeMaxMm", min: null, max: 1 },
  map: { kind: "map", values: [] },
  contrast: { kind: "contrast", values: ["no"] },
  qc: { kind: "qc", values: ["typical"] },
  rating: { kind: "rating", values: ["good", "usable"] },
  derived: { kind: "derived", value: false },
  pixels: { kind: "pixels" },
};

const isExamClause = (kind: string): kind is (typeof EXAM_CLAUSES)[number] =>
  EXAM_CLAUSES.some((one) => one === kind);

/** A clause as it is first added. */
export function newClause(kind: ClauseKind): CriteriaNode {
  return isExamClause(kind) ? EXAM_DEFAULTS[kind] : SERIES_DEFAULTS[kind];
}

/** A group as it is first added. */
export function newGroup(kind: GroupKind): CriteriaNode {
  const all: ExamNode = { kind: "and", of: [] };
  switch (kind) {
    case "and":
      return all;
    case "or":
      return { kind: "or", of: [] };
    case "not":
      // Of no alternative: excludes nobody until it is filled.
      return { kind: "not", of: { kind: "or", of: [] } };
    case "series":
      return { kind: "series", of: { kind: "and", of: [] } };
    case "visit":
    case "subject":
      return { kind, of: all };
    case "visits":
      return { kind, atLeast: 2, of: all };
    case "pair":
      return {
        kind,
        part: "first",
        interval: { min: 9, max: 15, unit: "month" },
        sameScanner: false,
        bothCompliant: false,
        of: all,
      };
  }
}
