import type { ActionResult } from "@/lib/access/action";
import type { DiagnosisDraft, ScoreDraft } from "@/lib/catalogue/clinical/clinical-draft";
import type { ClinicalRecord } from "@/lib/catalogue/clinical/open-clinical-record";

/** What the page of a subject lets an editor do. */
export interface ClinicalActions {
  openRecord: (pseudonym: string) => Promise<ActionResult<ClinicalRecord>>;
  keepDiagnosis: (draft: DiagnosisDraft) => Promise<ActionResult<{ id: string }>>;
  keepScore: (draft: ScoreDraft) => Promise<ActionResult<{ id: string }>>;
  removeRow: (row: {
    pseudonym: string;
    kind: "diagnosis" | "score";
    id: string;
  }) => Promise<ActionResult<{ undo: string }>>;
  restoreRow: (undo: string) => Promise<ActionResult<null>>;
}

/** Reasons of a refusal that have words in clinical.json. */
export const DRAFT_REASONS = [
  "date-missing",
  "date-wrong",
  "date-future",
  "date-order",
  "date-imprecise",
  "code-unknown",
  "score-wrong",
  "value-implausible",
  "already-stated",
] as const;
export type DraftReason = (typeof DRAFT_REASONS)[number];

/** Why a draft was refused, and which field is to blame. */
export interface DraftFault {
  reason: DraftReason | null;
  field: string | null;
}

export function faultOf(result: ActionResult<unknown> | null): DraftFault {
  const details = result?.ok === false ? result.problem.details : undefined;
  const field = details?.["field"];
  return {
    reason: DRAFT_REASONS.find((known) => known === details?.["reason"]) ?? null,
    field: typeof field === "string" ? field : null,
  };
}
