import { type Actor, isSystem } from "@/lib/access/actor";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db/client";
import { enqueue } from "@/lib/platform/queue";
import { objectStore } from "@/lib/platform/store";
import { countSelected, lockSelected, markErased, releaseHeld } from "./held-files-store";
import { heldKey } from "./held-key";
import type { HeldSelection } from "./held-selection";
import { insertTask, type TaskKind } from "./quarantine-task-store";

/** Decisions about more files than this go on as a job. */
export const MOST_AT_ONCE = 500;

/** What a decision did. */
export interface HeldOutcome {
  /** Files that it is about. */
  files: number;
  /** Set when it goes on as a job. */
  taskId: string | null;
}

/** Carries a decision out in the caller's transaction, or leaves it to a job of that transaction when it is a large one. */
export async function carryOut(
  tx: Tx,
  actor: Actor,
  kind: TaskKind,
  siteId: string,
  selection: HeldSelection,
): Promise<HeldOutcome> {
  const total = await countSelected(tx, siteId, selection);
  if (total > MOST_AT_ONCE) {
    const decidedById = isSystem(actor) ? null : actor.userId;
    const taskId = await insertTask(tx, { siteId, kind, selection, total, decidedById });
    await enqueue(tx, "quarantine.work", { taskId }, `quarantine.work:${taskId}`);
    return { files: total, taskId };
  }
  const ids = await lockSelected(tx, siteId, selection, { until: null, most: MOST_AT_ONCE });
  await carryOutOn(tx, kind, ids);
  return { files: ids.length, taskId: null };
}

/** Carries a decision out on files that the caller has locked. */
export async function carryOutOn(tx: Tx, kind: TaskKind, ids: readonly string[]): Promise<void> {
  if (kind === "release") return releaseHeld(tx, ids);
  // Bytes go before the row says so: "erased" is never said of bytes that are still there.
  for (const id of ids) await objectStore().remove(heldKey(id));
  await markErased(tx, ids, now());
}
