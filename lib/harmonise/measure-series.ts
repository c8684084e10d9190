import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { inTransaction, db } from "@/lib/platform/db/client";
import { log } from "@/lib/platform/log";
import { objectStore } from "@/lib/platform/store";
import { unmeasurable } from "./qc/measure";
import { sharedMeasurer } from "./qc/measurer";
import { findMainVolume, replaceQc } from "./qc-store";

/**
 * Measures the image quality of a series on its main volume and keeps the metrics. A series that cannot be measured gets
 * the reason as a code, and the job is done.
 * @throws AppError `unavailable` when the view object cannot be read just now
 */
export async function measureSeries(actor: Actor, seriesId: string): Promise<void> {
  // A series of any site: the right must be for all.
  requireCan(actor, "ingest.manage", { siteId: null });
  const volume = await findMainVolume(db(), seriesId);
  if (!volume) return;
  const { id, order, manifest } = volume;
  const failure = unmeasurable(order, manifest);
  const path = objectStore().pathOf(`volumes/${id}/frames.htj2k`);
  const outcome = failure ? { failure } : await sharedMeasurer().measure({ order, manifest, path });
  const isKept = await inTransaction((tx) => replaceQc(tx, seriesId, id, outcome));
  if (isKept && "failure" in outcome && outcome.failure === "gave-up")
    log.warn({ seriesId, failure: outcome.failure }, "series has no quality metrics");
}
