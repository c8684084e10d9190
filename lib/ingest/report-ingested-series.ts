import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { countArriving, findSeriesLines, type SeriesLine } from "@/lib/catalogue/complete-series-store";
import { db } from "@/lib/platform/db/client";

export interface IngestedSeries {
  series: SeriesLine[];
  /** How many of them still wait for their volumes. */
  arriving: number;
}

/** What a run's series have become: cleaned descriptions, volumes, roles, dimensions. @throws AppError `forbidden` */
export async function reportIngestedSeries(
  actor: Actor,
  seriesIds: readonly string[],
): Promise<IngestedSeries> {
  // Series of any site may be among them: the right must be for all.
  requireCan(actor, "ingest.manage", { siteId: null });
  return { series: await findSeriesLines(db(), seriesIds), arriving: await countArriving(db(), seriesIds) };
}
