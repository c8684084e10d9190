import type { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter, requireCan } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { applyModelSchema } from "./apply-model";
import { harmoniseExams } from "./harmonise-exams-store";
import { csvOf } from "./csv";
import { findEpochLabels } from "./model-store";

/**
 * The harmonised values of scanner epochs as a CSV table, one exam a row, beside the values as they were.
 * @throws AppError `forbidden` without a right to export; `not-found`; `too-large`; `conflict` (details.reason
 * "apply-refused", details.refusals)
 */
export async function exportHarmonised(
  actor: Actor,
  { modelId, epochIds }: z.infer<typeof applyModelSchema>,
): Promise<{ fileName: string; csv: string }> {
  requireCan(actor, "harmonisation.export");
  const filter = examFilter(actor, "export");
  const { model, outcome } = await harmoniseExams(db(), filter, modelId, epochIds);
  if (!outcome.ok)
    throw new AppError("conflict", undefined, { reason: "apply-refused", refusals: outcome.refusals });
  const epochs = new Map((await findEpochLabels(db())).map((epoch) => [epoch.epochId, epoch]));
  await audit(db(), actor, {
    type: "harmonisation.exported",
    detail: { modelId, exams: outcome.rows.length },
  });
  const head = [
    ...["subject", "exam", "site", "manufacturer", "model", "software"],
    ...model.features,
    ...model.features.map((feature) => `${feature}_harmonised`),
  ];
  const rows = outcome.rows.map(({ row, harmonised }) => {
    const epoch = epochs.get(row.batch);
    return [
      row.exam.pseudonym,
      row.exam.examId,
      epoch?.siteName ?? null,
      epoch?.manufacturer ?? null,
      epoch?.model ?? null,
      epoch?.softwareVersions ?? null,
      ...row.values,
      ...harmonised,
    ];
  });
  // The name of a file holds nothing typed by anybody.
  return { fileName: `harmonised-${modelId.slice(0, 8)}-v${model.version}.csv`, csv: csvOf([head, ...rows]) };
}
