import type { z } from "zod";
import { type Actor, isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter, requireCan } from "@/lib/access/policy";
import { applyCombat } from "@/lib/harmonise/combat/apply";
import { batchEffects } from "@/lib/harmonise/combat/batch-effect";
import { fitCombat } from "@/lib/harmonise/combat/fit";
import { db, inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { covariateSpecs, rowsToFit } from "./exam-features";
import { findMeasuredExams } from "./exam-features-store";
import { insertModel } from "./model-store";
import type { fitModelSchema } from "./reference-group";

/**
 * Fits a statistical harmonisation on a reference group and keeps it, as the next version of its name.
 * @throws AppError `forbidden`; `too-large`; `conflict` (details.reason "fit-refused", details.refusals) when the group
 * does not allow a fit
 */
export async function fitModel(
  actor: Actor,
  request: z.infer<typeof fitModelSchema>,
): Promise<{ id: string; version: number }> {
  requireCan(actor, "harmonisation.use");
  const { group, features, covariates, meanOnly, name } = request;
  const exams = await findMeasuredExams(db(), examFilter(actor, "browse"), group, features);
  const { rows, metricVersion, leftOut } = rowsToFit(exams, covariates);
  const outcome = fitCombat({ features, rows }, { covariates: covariateSpecs(covariates), meanOnly });
  if (!outcome.ok || metricVersion === null) {
    const refusals = outcome.ok ? [] : outcome.refusals;
    throw new AppError("conflict", undefined, { reason: "fit-refused", refusals });
  }
  const combat = outcome.model;
  const applied = applyCombat(combat, rows);
  if (!applied.ok) throw new AppError("internal", "a model does not apply to its own rows");
  const effects = batchEffects(features, applied.rows, combat.covariates);
  return inTransaction(async (tx) => {
    const kept = await insertModel(tx, {
      name,
      features,
      covariates,
      group: { group, exams: exams.length, leftOut, metricVersion },
      batches: combat.batches.map(({ batch, subjects }) => ({ epochId: batch, subjects })),
      model: { combat, effects },
      subjectCount: rows.length,
      createdById: isSystem(actor) ? null : actor.userId,
    });
    await audit(tx, actor, {
      type: "harmonisation.fitted",
      detail: { modelId: kept.id, version: kept.version, subjects: rows.length },
    });
    return kept;
  });
}
