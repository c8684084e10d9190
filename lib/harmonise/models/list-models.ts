import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { findModels } from "./model-store";
import type { ModelSummary } from "./model-view";

const MOST_SHOWN = 200;

/** The fitted harmonisations, newest first. @throws AppError `forbidden` */
export async function listModels(actor: Actor): Promise<ModelSummary[]> {
  requireCan(actor, "harmonisation.use");
  const models = await findModels(db(), MOST_SHOWN);
  await audit(db(), actor, { type: "harmonisation.listed", detail: { shown: models.length } });
  return models;
}
