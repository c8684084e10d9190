import type { DatePrecision } from "../diagnosis-at";
import type { Verification } from "../record";
import type { GivenDate } from "./given-date";

// What a table says, row by row, before anybody looks who it is about. Plain data.

export const TABLE_KINDS = ["diagnoses", "scores", "participants", "sessions"] as const;
export type TableKind = (typeof TABLE_KINDS)[number];

/** Why a row is refused. */
export const ROW_REASONS = [
  "subject-missing",
  "subject-unknown",
  "subject-opposed",
  "true-dates",
  "code-missing",
  "code-unknown",
  "code-ambiguous",
  "date-missing",
  "date-wrong",
  "date-future",
  "date-order",
  "date-imprecise",
  "verification-wrong",
  "score-missing",
  "score-wrong",
  "value-wrong",
  "value-implausible",
  "unit-differs",
  "other-value",
  "already-patient",
  "no-exam",
] as const;
export type RowReason = (typeof ROW_REASONS)[number];

/** What does not stop an import, but looks like another person. */
export const ROW_WARNINGS = ["sex-differs", "age-differs"] as const;
export type RowWarning = (typeof ROW_WARNINGS)[number];

/** Where a table is wrong. */
export interface RowProblem<Reason = RowReason> {
  /** Line of the file, from 1. */
  line: number;
  /** As the heading writes it. */
  column: string;
  reason: Reason;
  /** Only of columns that hold codes, names of scores and values: never of one that could name a person. */
  value?: string;
  /** Codes that an ambiguous one could mean. */
  codes?: string[];
}

/** Whom a row is about: any of the spellings under which the site may know her, or a pseudonym. */
export interface GivenSubject {
  column: string;
  identifiers: string[];
  pseudonym: string | null;
}

interface Stated {
  line: number;
  subject: GivenSubject;
}

/** A date of the table, or that of the subject's first exam where a table of participants gives none. */
export type StatedDate = GivenDate | "first-exam";

export interface StatedDiagnosis extends Stated {
  code: string;
  asserted: StatedDate;
  onset: GivenDate | null;
  abated: GivenDate | null;
  verification: Verification;
}

export interface StatedScore extends Stated {
  /** Column that holds the value. */
  column: string;
  name: string;
  value: number;
  unit: string | null;
  taken: StatedDate;
}

export interface StatedTraits extends Stated {
  sex: { column: string; value: "female" | "male" } | null;
  /** Years at the exam. */
  age: { column: string; value: number } | null;
}

/** A whole table as it was read. */
export interface StatedTable {
  kind: TableKind;
  rows: number;
  diagnoses: StatedDiagnosis[];
  scores: StatedScore[];
  controls: (Stated & { column: string })[];
  traits: StatedTraits[];
  problems: RowProblem[];
  /** Columns of which nothing is read. */
  ignoredColumns: string[];
}

/** A table of which nothing has been read yet. */
export function emptyTable(kind: TableKind, rows: number): StatedTable {
  return {
    kind,
    rows,
    diagnoses: [],
    scores: [],
    controls: [],
    traits: [],
    problems: [],
    ignoredColumns: [],
  };
}

/** What an import needs to know of a subject. Never leaves the server. */
export interface ImportSubject {
  id: string;
  pseudonym: string;
  sex: string;
  dateOffsetDays: number;
  /** Shifted, of any site; null when none is dated. */
  firstExam: { examAt: Date; ageAtExamYears: number | null } | null;
}

/** A diagnosis as it is kept: shifted. */
export interface NewDiagnosis {
  subjectId: string;
  code: string;
  assertedOn: Date;
  assertedPrecision: DatePrecision;
  onsetOn: Date | null;
  onsetPrecision: DatePrecision | null;
  abatedOn: Date | null;
  abatedPrecision: DatePrecision | null;
  verification: Verification;
}

/** A score as it is kept: shifted. */
export interface NewScore {
  subjectId: string;
  name: string;
  value: number;
  unit: string | null;
  takenOn: Date;
}
