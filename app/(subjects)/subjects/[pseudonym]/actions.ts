"use server";

import { z } from "zod";
import { type ActionResult, runAction } from "@/lib/access/action";
import {
  type DiagnosisDraft,
  diagnosisDraftSchema,
  type ScoreDraft,
  scoreDraftSchema,
} from "@/lib/catalogue/clinical/clinical-draft";
import {
  type ClinicalRecord,
  openClinicalRecord,
  pseudonymSchema,
} from "@/lib/catalogue/clinical/open-clinical-record";
import { removeClinicalRow, removeClinicalSchema } from "@/lib/catalogue/clinical/remove-clinical-row";
import { restoreClinicalRow } from "@/lib/catalogue/clinical/restore-clinical-row";
import { saveDiagnosis } from "@/lib/catalogue/clinical/save-diagnosis";
import { saveScore } from "@/lib/catalogue/clinical/save-score";

export async function openRecord(pseudonym: string): Promise<ActionResult<ClinicalRecord>> {
  return runAction(pseudonymSchema, pseudonym, openClinicalRecord);
}

export async function keepDiagnosis(draft: DiagnosisDraft): Promise<ActionResult<{ id: string }>> {
  return runAction(diagnosisDraftSchema, draft, saveDiagnosis);
}

export async function keepScore(draft: ScoreDraft): Promise<ActionResult<{ id: string }>> {
  return runAction(scoreDraftSchema, draft, saveScore);
}

export async function removeRow(
  row: z.infer<typeof removeClinicalSchema>,
): Promise<ActionResult<{ undo: string }>> {
  return runAction(removeClinicalSchema, row, removeClinicalRow);
}

export async function restoreRow(undo: string): Promise<ActionResult<null>> {
  return runAction(z.string().max(4000), undo, async (actor, sealed) => {
    await restoreClinicalRow(actor, sealed);
    return null;
  });
}
