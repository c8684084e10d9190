import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { objectStore } from "@/lib/platform/store";
import type { OpenRun } from "./open-run";
import { Settler } from "./settler";
import { claimItems, extendLeases, LEASE_SECONDS, releaseLeases } from "./spool-store";

/** Items and bytes whose rows are committed together. */
const BATCH = { items: 64, bytes: 96 * 2 ** 20 };

export interface SettleOptions {
  /** One delivery alone. */
  run?: OpenRun;
  /** Ends the work after the batch in hand. */
  signal?: AbortSignal;
}

/**
 * Gives every received object that waits its fate: stored, duplicate, quarantined or refused; until nothing waits or
 * `signal` asks for the end. Safe beside other processes that do the same, and after one that died.
 * @returns how many items were settled here
 * @throws AppError `forbidden`
 */
export async function settleSpool(actor: Actor, options: SettleOptions = {}): Promise<number> {
  // Without a delivery, items of any site: the right must be for all.
  requireCan(actor, "ingest.manage", { siteId: options.run?.siteId ?? null });
  const settler = new Settler(objectStore());
  let count = 0;
  while (!options.signal?.aborted) {
    const items = await claimItems(db(), options.run?.id ?? null, BATCH);
    if (items.length === 0) break;
    const ids = items.map(({ id }) => id);
    const heartbeat = setInterval(
      () => {
        extendLeases(db(), ids).catch(() => undefined);
      },
      (LEASE_SECONDS * 1000) / 3,
    );
    try {
      const settled = await settler.settle(items);
      count += settled;
      // What another process was in the way of has its next turn at once.
      if (settled < items.length) await releaseLeases(db(), ids);
    } catch (error) {
      await releaseLeases(db(), ids).catch(() => undefined);
      throw error;
    } finally {
      clearInterval(heartbeat);
    }
  }
  return count;
}
