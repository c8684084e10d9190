import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { closeRun } from "./close-run";
import { findAbandonedRuns } from "./run-store";

/**
 * Closes deliveries over a network whose process died: nothing more comes into them. Those of living processes stay,
 * and so do those of folders, which the next run of the same command continues.
 * @returns how many were closed
 * @throws AppError `forbidden`
 */
export async function closeAbandonedRuns(actor: Actor): Promise<number> {
  requireCan(actor, "ingest.manage", { siteId: null });
  const runs = await findAbandonedRuns(db());
  for (const run of runs) await closeRun(actor, run);
  return runs.length;
}
