import { z } from "zod";
import type { ThreeCounts } from "@/lib/catalogue/search-result";
import type { Criteria } from "../criteria";
import type { ExamState } from "./member-state";

// Frozen cohorts as plain data for pages. Browser-safe.

export const citationCodeSchema = z.string().regex(/^ARIANE-C-[0-9A-Z]{6}\.[0-9]{1,6}$/);

export const MEMBERS_PER_PAGE = 50;

/** What a version is cited by. */
export interface Citation {
  title: string;
  version: number;
  citationCode: string;
  frozenBy: string;
  frozenAt: Date;
  /** SHA-256 in hexadecimal. */
  digest: string;
}

export interface MemberRow {
  examId: string;
  /** Null where the subject has left the catalogue. */
  pseudonym: string | null;
  /** Series of the exam that are members. */
  series: number;
  /** Null for an exam that has left the catalogue: only that it was a member is still told. */
  state: Pick<
    ExamState,
    "subject" | "sex" | "ageYears" | "site" | "manufacturer" | "model" | "month" | "protocols"
  > | null;
}

export interface FrozenCohort extends Citation {
  cohortId: string;
  criteria: Criteria;
  reason: string;
  dataVersion: string;
  /** Members within the reader's rights, exactly; null where she has no right to rows. */
  within: { subjects: number; exams: number; series: number } | null;
  /** Members outside them, as she may be told; null where there is none, or she may not even count. */
  outside: ThreeCounts | null;
  /** One page of the exams within her rights. */
  members: { page: number; pages: number; rows: MemberRow[] };
  mayExport: boolean;
}

/** Why an exam that was no member answers now. */
export const ENTER_REASONS = [
  /** It arrived after the freezing. */
  "new-exam",
  /** It was in the catalogue already: it did not answer, or lay outside the rights of whoever froze. */
  "answers-now",
] as const;
export type EnterReason = (typeof ENTER_REASONS)[number];

/** Parts of what is kept of an exam: with this one as it was, the exam would still answer. */
export const CHANGED_PARTS = [
  "diagnosis",
  "verdict",
  "role",
  "images",
  "quality",
  "acquisition",
  "score",
  "age",
  "sex",
  "project",
  "control",
  "place",
] as const;
export type ChangedPart = (typeof CHANGED_PARTS)[number];

export const LEAVE_REASONS = [
  ...CHANGED_PARTS,
  /** The exam has left the catalogue. */
  "gone",
  /** Several parts, none of them alone. */
  "several",
  /** Nothing of the exam explains it, and the question looks at other exams of the subject too. */
  "elsewhere",
  /** Nothing that is kept explains it. */
  "otherwise",
  /** More have left than are looked at one by one. */
  "not-looked-at",
] as const;
export type LeaveReason = (typeof LEAVE_REASONS)[number];

export interface EnteredExam {
  examId: string;
  pseudonym: string;
  reason: EnterReason;
}

export interface LeftExam {
  examId: string;
  /** Null where it has left the catalogue. */
  pseudonym: string | null;
  reason: LeaveReason;
  /** The parts of "several". */
  parts: ChangedPart[];
}

export interface MemberNumbers {
  subjects: number;
  exams: number;
  series: number;
}

/** What would change if the question were asked again today by the reader; `null` without a right to rows. */
export interface FrozenDiff {
  stayed: MemberNumbers;
  entered: MemberNumbers;
  left: MemberNumbers;
  /** Members outside the reader's rights, as she may be told: nothing is said of them. */
  outside: ThreeCounts | null;
  enteredBy: Partial<Record<EnterReason, number>>;
  leftBy: Partial<Record<LeaveReason, number>>;
  /** The first of each. */
  enteredExams: EnteredExam[];
  leftExams: LeftExam[];
}
