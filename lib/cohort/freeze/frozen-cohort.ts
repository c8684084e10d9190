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
