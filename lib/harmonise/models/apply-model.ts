import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter, requireCan } from "@/lib/access/policy";
import { batchEffects } from "@/lib/harmonise/combat/batch-effect";
import { db } from "@/lib/platform/db/client";
import { harmoniseExams } from "./harmonise-exams-store";
import type { ModelApplication } from "./model-view";

export const applyModelSchema = z.strictObject({
  modelId: z.guid(),
  /** Null for the scanner epochs of the model. */
  epochIds: z.array(z.guid()).min(1).max(500).nullable(),
});

const MOST_SHOWN = 50;

/**
 * Applies a kept model to the exams of scanner epochs; refuses, and says why, where the model does not know one of them.
 * @throws AppError `forbidden`; `not-found`; `too-large`
 */
export async function applyModel(
  actor: Actor,
  { modelId, epochIds }: z.infer<typeof applyModelSchema>,
): Promise<ModelApplication> {
  requireCan(actor, "harmonisation.use");
  const filter = examFilter(actor, "browse");
  const { model, outcome, leftOut } = await harmoniseExams(db(), filter, modelId, epochIds);
  const exams = outcome.ok ? outcome.rows.length : 0;
  await audit(db(), actor, { type: "harmonisation.applied", detail: { modelId, exams } });
  if (!outcome.ok) return outcome;
  const { rows, extrapolated, withoutCovariate } = outcome;
  return {
    ok: true,
    exams,
    subjects: new Set(rows.map(({ row }) => row.subject)).size,
    leftOut: { ...leftOut, withoutCovariate: leftOut.withoutCovariate + withoutCovariate },
    extrapolated,
    effects: batchEffects(model.features, rows, model.model.combat.covariates),
    shown: rows.slice(0, MOST_SHOWN).map(({ row, harmonised }) => ({
      pseudonym: row.exam.pseudonym,
      examId: row.exam.examId,
      epochId: row.batch,
      values: [...row.values],
      harmonised,
    })),
  };
}
