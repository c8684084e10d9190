import { z } from "zod";
import type { ShownCount } from "@/lib/catalogue/search-result";
import type { Criteria } from "../criteria";

// Kept questions as plain data for pages, and what may be asked of them. Browser-safe.

export const MAX_NAME = 120;
const MAX_DESCRIPTION = 2_000;

const name = z.string().trim().min(1).max(MAX_NAME);
const description = z.string().trim().max(MAX_DESCRIPTION);
/** Read by parseCriteria, which bounds its depth before anything else looks at it. */
const criteria = z.unknown();

export const saveCohortSchema = z.strictObject({ name, description, criteria });
export type SaveCohort = z.infer<typeof saveCohortSchema>;

export const editCohortSchema = z.strictObject({ cohortId: z.guid(), name, description });
export type EditCohort = z.infer<typeof editCohortSchema>;

/** `seenAt`: `updatedAt` of the question that was open; a question that somebody changed since is not written over. */
export const changeQuestionSchema = z.strictObject({
  cohortId: z.guid(),
  criteria,
  seenAt: z.iso.datetime().nullable(),
});
export type ChangeQuestion = z.infer<typeof changeQuestionSchema>;

export const cohortIdSchema = z.guid();

export const shareCohortSchema = z.strictObject({
  cohortId: z.guid(),
  with: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("person"), email: z.string().trim().toLowerCase().min(3).max(254) }),
    z.strictObject({ kind: z.literal("project"), projectId: z.guid() }),
  ]),
  mayEdit: z.boolean(),
});
export type ShareCohort = z.infer<typeof shareCohortSchema>;

export const unshareCohortSchema = z.strictObject({ cohortId: z.guid(), shareId: z.guid() });
export type UnshareCohort = z.infer<typeof unshareCohortSchema>;

/** `owner`: everything. `edit`: name, description and question; freezing. `read`: asking it. */
export type CohortRight = "owner" | "edit" | "read";

export interface CohortSummary {
  id: string;
  name: string;
  description: string;
  criteria: Criteria;
  owner: string;
  right: CohortRight;
  versions: number;
  updatedAt: Date;
  archivedAt: Date | null;
}

export interface ShareView {
  id: string;
  with: { kind: "person"; name: string; email: string } | { kind: "project"; code: string; name: string };
  mayEdit: boolean;
}

/** A frozen version as the page of its cohort lists it; its numbers are on its own page, by the reader's rights. */
export interface VersionLine {
  version: number;
  citationCode: string;
  frozenBy: string;
  frozenAt: Date;
  reason: string;
}

export interface KeptCohort extends Omit<CohortSummary, "versions"> {
  createdAt: Date;
  versions: VersionLine[];
  /** Only its owner sees with whom it is shared. */
  shares: ShareView[];
  /** Projects that its owner can share it with. */
  shareable: { id: string; code: string; name: string }[];
}

export interface CohortLists {
  mine: CohortSummary[];
  shared: CohortSummary[];
  archived: CohortSummary[];
}

/** One asking by the reader herself: what others were shown is theirs, by their rights. */
export interface RunView {
  id: string;
  ranAt: Date;
  subjects: ShownCount;
  exams: ShownCount;
  series: ShownCount;
  /** The question was another one then. */
  otherQuestion: boolean;
}
