import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { carryOutOn } from "./carry-out";
import { lockSelected } from "./held-files-store";
import { advanceTask, lockTask } from "./quarantine-task-store";

const PART = 200;

/**
 * Carries out a large decision, one part per transaction; begun again, it goes on where it was. Files that are held
 * anew meanwhile are not taken twice.
 * @throws AppError `forbidden`
 */
export async function workQuarantineTask(actor: Actor, taskId: string): Promise<void> {
  // Of any site: the right must be for all. Whoever decided was asked then.
  requireCan(actor, "ingest.manage", { siteId: null });
  for (;;) {
    const finished = await inTransaction(async (tx) => {
      const task = await lockTask(tx, taskId);
      if (task === null) return true;
      const most = Math.min(PART, task.total - task.done);
      const ids =
        most > 0 ? await lockSelected(tx, task.siteId, task.selection, { until: task.createdAt, most }) : [];
      await carryOutOn(tx, task.kind, ids);
      const last = ids.length < PART;
      await advanceTask(tx, taskId, ids.length, last);
      return last;
    });
    if (finished) return;
  }
}
