import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { findMeasuredSequences } from "./exam-features-store";
import { findEpochLabels } from "./model-store";
import type { FitChoices } from "./model-view";

/** What a model can be fitted on: sequences with their metrics, scanner epochs. @throws AppError `forbidden` */
export async function listFitChoices(actor: Actor): Promise<FitChoices> {
  requireCan(actor, "harmonisation.use");
  const [sequences, epochs] = await Promise.all([findMeasuredSequences(db()), findEpochLabels(db())]);
  await audit(db(), actor, {
    type: "harmonisation.choices-listed",
    detail: { sequences: sequences.length },
  });
  return { sequences, epochs };
}
