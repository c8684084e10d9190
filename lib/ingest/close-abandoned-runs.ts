import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { now } from "@/lib/platform/clock";
import { db, inTransaction } from "@/lib/platform/db/client";
import { closeRun } from "./close-run";
import { findAbandonedRuns } from "./run-store";
import { endUpload } from "./upload";
import { findIdleUploads, isIdleUpload, lockUpload } from "./upload-store";

/** A browser whose computer slept over a weekend still goes on with its upload. */
const UPLOAD_IDLE_DAYS = 3;

/**
 * Closes deliveries into which nothing more comes: those over a network whose process died, and uploads into which
 * nothing came for three days (the browser is gone). Those of living processes stay, and so do those of folders, which
 * the next run of the same command continues.
 * @returns how many were closed
 * @throws AppError `forbidden`
 */
export async function closeAbandonedRuns(actor: Actor): Promise<number> {
  requireCan(actor, "ingest.manage", { siteId: null });
  const runs = await findAbandonedRuns(db());
  for (const run of runs) await closeRun(actor, run);
  return runs.length + (await closeIdleUploads(actor));
}

async function closeIdleUploads(actor: Actor): Promise<number> {
  const since = new Date(now().getTime() - UPLOAD_IDLE_DAYS * 86_400_000);
  let closed = 0;
  for (const { id } of await findIdleUploads(db(), since))
    await inTransaction(async (tx) => {
      const { isOpen } = await lockUpload(tx, id);
      // A file may have come meanwhile.
      if (!isOpen || !(await isIdleUpload(tx, id, since))) return;
      await endUpload(tx, actor, id);
      closed += 1;
    });
  return closed;
}
