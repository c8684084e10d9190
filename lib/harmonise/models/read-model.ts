import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { can, requireCan } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findEpochLabels, findModel, findVersions } from "./model-store";
import type { ModelView } from "./model-view";

/** One fitted harmonisation with what it did to its reference group. @throws AppError `forbidden`; `not-found` */
export async function readModel(actor: Actor, id: string): Promise<ModelView> {
  requireCan(actor, "harmonisation.use");
  const found = await findModel(db(), id);
  if (found === null) throw new AppError("not-found");
  const [versions, epochs] = await Promise.all([findVersions(db(), found.name), findEpochLabels(db())]);
  await audit(db(), actor, { type: "harmonisation.viewed", detail: { modelId: id } });
  const { name, version, features, covariates, batches, subjectCount, createdBy, createdAt } = found;
  return {
    ...{ id, name, version, versions, features, covariates, batches, createdBy, createdAt, epochs },
    meanOnly: found.model.combat.meanOnly,
    group: found.group.group,
    subjects: subjectCount,
    exams: found.group.exams,
    leftOut: found.group.leftOut,
    effects: found.model.effects,
    mayExport: can(actor, "harmonisation.export"),
  };
}
