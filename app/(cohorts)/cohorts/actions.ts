"use server";

import type { z } from "zod";
import { type ActionResult, runAction } from "@/lib/access/action";
import { type FreezeCohort, freezeCohort, freezeCohortSchema } from "@/lib/cohort/freeze/freeze-cohort";
import { archiveCohort } from "@/lib/cohort/kept/archive-cohort";
import { changeQuestion } from "@/lib/cohort/kept/change-question";
import { editCohort } from "@/lib/cohort/kept/edit-cohort";
import {
  type ChangeQuestion,
  changeQuestionSchema,
  cohortIdSchema,
  type EditCohort,
  editCohortSchema,
  type SaveCohort,
  saveCohortSchema,
  type ShareCohort,
  shareCohortSchema,
  type UnshareCohort,
  unshareCohortSchema,
} from "@/lib/cohort/kept/kept-cohort";
import { restoreCohort } from "@/lib/cohort/kept/restore-cohort";
import { saveCohort } from "@/lib/cohort/kept/save-cohort";
import { shareCohort } from "@/lib/cohort/kept/share-cohort";
import { unshareCohort } from "@/lib/cohort/kept/unshare-cohort";

export async function save(input: SaveCohort): Promise<ActionResult<{ cohortId: string }>> {
  return runAction(saveCohortSchema, input, saveCohort);
}

export async function edit(input: EditCohort): Promise<ActionResult<void>> {
  return runAction(editCohortSchema, input, editCohort);
}

export async function change(input: ChangeQuestion): Promise<ActionResult<void>> {
  return runAction(changeQuestionSchema, input, changeQuestion);
}

export async function archive(cohortId: z.infer<typeof cohortIdSchema>): Promise<ActionResult<void>> {
  return runAction(cohortIdSchema, cohortId, archiveCohort);
}

export async function restore(cohortId: z.infer<typeof cohortIdSchema>): Promise<ActionResult<void>> {
  return runAction(cohortIdSchema, cohortId, restoreCohort);
}

export async function share(input: ShareCohort): Promise<ActionResult<{ shareId: string }>> {
  return runAction(shareCohortSchema, input, shareCohort);
}

export async function unshare(input: UnshareCohort): Promise<ActionResult<void>> {
  return runAction(unshareCohortSchema, input, unshareCohort);
}

export async function freeze(
  input: FreezeCohort,
): Promise<ActionResult<{ versionId: string; citationCode: string }>> {
  return runAction(freezeCohortSchema, input, freezeCohort);
}
