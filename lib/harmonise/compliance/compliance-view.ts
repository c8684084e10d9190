import type { ProtocolStep } from "@/lib/harmonise/protocol/content";
import type { ExamFinding, SeriesFinding, VerdictValue } from "@/lib/harmonise/protocol/finding";
import type { Named } from "@/lib/harmonise/assignment/assignment-view";

// What the pages show of verdicts. Plain data, browser-safe.

export interface JudgingVersion {
  versionId: string;
  code: string;
  name: string;
  /** Null for whoever may not read the site's true dates: a version is valid in a true period. */
  version: number | null;
}

/** The same without what tells the version. */
export function withoutVersion<T extends JudgingVersion>(judged: T, index: number): T {
  return { ...judged, version: null, versionId: `${judged.code}/${index}` };
}

/** A series as a checklist names it. */
export interface NamedSeries {
  seriesId: string;
  seriesNumber: number | null;
  /** Cleaned. */
  description: string | null;
}

export type ChecklistState = "present" | "missing" | "repeated" | "optional";

/** One expected series, and what there is of it. */
export interface ChecklistStep extends Pick<ProtocolStep, "name" | "role" | "is3D" | "map" | "count"> {
  /** `optional`: not there, and need not be. */
  state: ChecklistState;
  series: (NamedSeries & { value: VerdictValue; findings: SeriesFinding[] })[];
}

export interface PairView {
  relation: Extract<ExamFinding, { kind: "pair" }>["relation"];
  parameter: string | null;
  first: string;
  second: string;
  delta: number | null;
  verdict: "minor" | "major" | "undetermined";
}

export interface ExamChecklist extends JudgingVersion {
  value: VerdictValue;
  isWhole: boolean | null;
  byHand: boolean;
  steps: ChecklistStep[];
  /** Series that no step asks for. */
  extra: NamedSeries[];
  /** Steps that came too early: before the step that should precede them. */
  order: { step: string; after: string; verdict: "minor" | "undetermined" }[];
  pairs: PairView[];
}

export interface KeptVerdict extends JudgingVersion {
  value: VerdictValue;
  isWhole: boolean | null;
}

export interface ExamCompliance {
  examId: string;
  checklists: ExamChecklist[];
  /** By versions that judge the exam no longer. */
  kept: KeptVerdict[];
  /** For whoever may say which protocols judge the exam. */
  choice: { protocols: Named[]; chosenIds: string[] } | null;
}

export interface SeriesVerdictView extends JudgingVersion {
  value: VerdictValue;
  /** Name of the step that it was judged by. */
  step: string | null;
  findings: SeriesFinding[];
  current: boolean;
}
