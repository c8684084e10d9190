import { createHmac } from "node:crypto";
import { openSealed } from "@/lib/deid/seal";
import { AppError } from "@/lib/platform/errors";
import { secrets } from "@/lib/platform/secrets";
import type { ObjectStore } from "@/lib/platform/store";
import { heldKey } from "./held-key";
import type { Inspection } from "./inspection/pool";
import { sharedInspectionPool } from "./inspection/shared-pool";
import type { ClaimedItem } from "./spool-store";

/** After so many inspections that ended the process, an item is held unread. */
const MOST_ATTEMPTS = 4;
/** Files that are inspected while an earlier one is placed: enough to keep two threads busy. */
const AHEAD = 4;
const READ_BYTES = 256 * 1024;

/** An inspection, or the news that the received bytes are gone or do not open. */
export type ItemInspection = Inspection | { kind: "lost" };

/** Inspects items in their order, a few ahead of whoever asks. */
export class InspectionQueue {
  private readonly begun: Promise<ItemInspection>[] = [];
  private given = 0;
  private isClosed = false;

  constructor(
    private readonly items: readonly ClaimedItem[],
    private readonly store: ObjectStore,
  ) {}

  /** The next item's; a usable one is to be released before the next is asked for. */
  async next(): Promise<ItemInspection> {
    while (this.begun.length < Math.min(this.items.length, this.given + AHEAD)) {
      const item = this.items[this.begun.length];
      if (!item) break;
      const inspection = inspectItem(this.store, item);
      // Whoever asks for it learns of a failure; who does not, need not.
      inspection.catch(() => undefined);
      this.begun.push(inspection);
    }
    const inspection = this.begun[this.given++];
    if (!inspection) throw new AppError("internal", "no item is left");
    return inspection;
  }

  /** Lets go of everything that was begun and not asked for. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const inspection of this.begun)
      inspection.then(
        (found) => {
          if (found.kind === "usable") found.release();
        },
        () => undefined,
      );
  }
}

async function inspectItem(store: ObjectStore, item: ClaimedItem): Promise<ItemInspection> {
  if (item.attempts > MOST_ATTEMPTS) return { kind: "held", reason: "inspection-crashed", attributes: [] };
  const key = heldKey(item.id);
  try {
    return await sharedInspectionPool().inspect({
      path: store.pathOf(key),
      seal: { key: secrets().sealKey, context: key },
    });
  } catch (error) {
    // Gone or altered is for ever; a disk that fails is tried again.
    if ((await heldDigest(store, item.id)) === null) return { kind: "lost" };
    throw error;
  }
}

/** Keyed digest of a received object, by which the same file is held once; null when it is gone or does not open. */
export async function heldDigest(store: ObjectStore, id: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const { sealKey } = secrets();
  const key = heldKey(id);
  const hmac = createHmac("sha256", sealKey).update("quarantine\0");
  try {
    const sealed = await store.source(key);
    try {
      const read = (start: number, end: number) => sealed.read(start, end);
      const plain = await openSealed(read, sealed.byteLength, sealKey, key);
      for (let at = 0; at < plain.byteLength; at += READ_BYTES)
        hmac.update(await plain.read(at, Math.min(plain.byteLength, at + READ_BYTES)));
    } finally {
      await sealed.close();
    }
  } catch (error) {
    if (error instanceof AppError && (error.code === "not-found" || error.code === "internal")) return null;
    throw error;
  }
  return new Uint8Array(hmac.digest());
}
