import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { can, examFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findSeriesVerdicts } from "./compliance-store";
import { type SeriesVerdictView, withoutVersion } from "./compliance-view";

/**
 * The verdicts on a series with what each found; those that stand no longer are at the end.
 * @throws AppError `not-found` outside the actor's rights
 */
export async function getSeriesCompliance(actor: Actor, seriesId: string): Promise<SeriesVerdictView[]> {
  const found = await findSeriesVerdicts(db(), examFilter(actor, "browse"), seriesId);
  if (!found) throw new AppError("not-found");
  await audit(db(), actor, { type: "compliance.viewed", detail: { examId: found.examId, seriesId } });
  const dated = can(actor, "true-dates.read", { siteId: found.siteId });
  return dated ? found.verdicts : found.verdicts.map(withoutVersion);
}
