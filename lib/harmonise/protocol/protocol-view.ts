import type { JudgingTaskView } from "@/lib/harmonise/judging-task";
import type { AssignmentKind } from "./assignment";
import type { ProtocolContent } from "./content";
import type { VerdictValue } from "./finding";

/** Series by verdict, over the exams that the reader may browse; null where she may browse none. */
export type VerdictCounts = Readonly<Record<VerdictValue, number>> | null;

/** A version without what it asks for. */
export interface VersionSummary {
  id: string;
  version: number;
  /** True days. */
  validFrom: string;
  validUntil: string | null;
  superseded: boolean;
  reason: string;
  createdAt: Date;
  counts: VerdictCounts;
}

export interface ProtocolSummary {
  id: string;
  code: string;
  name: string;
  /** The version of today; else the one that comes next, else the last. Null when all were superseded. */
  standing: VersionSummary | null;
  /** The standing version applies today. */
  appliesToday: boolean;
  /** Number of the newest version, 0 for none. */
  latestVersion: number;
  stepCount: number;
  /** It judges something: a rule or a choice by hand names it. */
  assigned: boolean;
}

export interface ProtocolList {
  protocols: ProtocolSummary[];
  /** Only for those who write protocols. */
  tasks: JudgingTaskView[];
  mayManage: boolean;
}

/** A rule that gives exams to the protocol. */
export interface AssignmentView {
  /** Its place in the order in which rules are tried, from 1. */
  place: number;
  kind: AssignmentKind;
  projectName: string | null;
  pattern: string | null;
}

export interface ProtocolVersionView extends VersionSummary {
  /** Null for content that no longer fits the schema. */
  content: ProtocolContent | null;
}

export interface ProtocolRecord {
  id: string;
  code: string;
  name: string;
  /** Newest first. */
  versions: ProtocolVersionView[];
  assignments: AssignmentView[];
  /** Exams that a data manager gave to it by hand. */
  chosenCount: number;
  mayManage: boolean;
}
