import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter, requireCan } from "@/lib/access/policy";
import { fitCombat } from "@/lib/harmonise/combat/fit";
import { batchesOf } from "@/lib/harmonise/combat/refusals";
import { db } from "@/lib/platform/db/client";
import { covariateSpecs, rowsToFit } from "./exam-features";
import { findMeasuredExams } from "./exam-features-store";
import type { FitPreview } from "./model-view";
import type { FitRequest } from "./reference-group";

/**
 * What a fit would be made of, and why it would be refused; nothing is kept.
 * @throws AppError `forbidden`; `too-large`
 */
export async function previewFit(actor: Actor, request: FitRequest): Promise<FitPreview> {
  requireCan(actor, "harmonisation.use");
  const { group, features, covariates, meanOnly } = request;
  const exams = await findMeasuredExams(db(), examFilter(actor, "browse"), group, features);
  const chosen = rowsToFit(exams, covariates);
  const table = { features, rows: chosen.rows };
  // The whole fit, since some refusals show only in it.
  const outcome = fitCombat(table, { covariates: covariateSpecs(covariates), meanOnly });
  const refusals = outcome.ok ? [] : outcome.refusals;
  await audit(db(), actor, {
    type: "harmonisation.previewed",
    detail: { subjects: chosen.rows.length, refusals: refusals.length },
  });
  return {
    subjects: chosen.rows.length,
    exams: chosen.exams,
    leftOut: chosen.leftOut,
    batches: batchesOf(table).map(({ batch, rows }) => ({ epochId: batch, subjects: rows.length })),
    refusals,
  };
}
