import { createHmac, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { db, inTransaction } from "@/lib/platform/db/client";
import { secrets } from "@/lib/platform/secrets";
import type { GivenItem } from "./doors/given-item";
import type { OpenRun } from "./open-run";
import { countRefusal, insertReceived } from "./run-store";
import { dropFromSpool, type ReceivedContent, type SpooledItem, writeToSpool } from "./spool";

/** Items that are written side by side and get their rows together. */
const GROUP_ITEMS = 32;
const GROUP_BYTES = 64 * 2 ** 20;
/** Of a file that is read in parts. */
const READ_BYTES = 2 ** 20;

/** Where a delivery stands: a keyed hash over the names of its items so far. */
export function nextCursor(cursor: Uint8Array | null, label: string): Uint8Array<ArrayBuffer> {
  const hmac = createHmac("sha256", secrets().sealKey).update("delivery\0");
  return new Uint8Array(
    hmac
      .update(cursor ?? new Uint8Array())
      .update(label)
      .digest(),
  );
}

/**
 * Spools the items of one source in their order, in groups; the source's cursor moves in the same transaction as the
 * rows, so that an interrupted delivery is continued after its last received item.
 */
export class DeliveryWriter {
  private group: { ordinal: number; content: () => ReceivedContent["content"] }[] = [];
  private groupBytes = 0;

  constructor(
    private readonly run: OpenRun,
    private ordinal: number,
    private cursor: Uint8Array<ArrayBuffer> | null,
  ) {}

  /** @returns the item's ordinal, under which its fate is kept */
  async take(item: GivenItem): Promise<number> {
    const ordinal = this.ordinal++;
    if ("refused" in item) {
      await this.flush();
      this.cursor = nextCursor(this.cursor, item.label);
      const refusal = { fate: "refused", reason: item.refused } as const;
      const [cursor, id] = [this.cursor, randomUUID()];
      await inTransaction((tx) => countRefusal(tx, this.run.id, refusal, { id, ordinal }, cursor));
      return ordinal;
    }
    this.cursor = nextCursor(this.cursor, item.label);
    if ("path" in item) {
      const { path } = item;
      this.group.push({ ordinal, content: () => readParts(path) });
      this.groupBytes += READ_BYTES;
    } else {
      const { bytes } = item;
      this.group.push({ ordinal, content: () => bytes });
      this.groupBytes += bytes.length;
    }
    if (this.group.length >= GROUP_ITEMS || this.groupBytes >= GROUP_BYTES) await this.flush();
    return ordinal;
  }

  /** Commits what was taken. */
  async flush(): Promise<void> {
    const { group, run, cursor } = this;
    if (group.length === 0 || cursor === null) return;
    this.group = [];
    this.groupBytes = 0;
    const written = await Promise.allSettled(
      group.map(({ ordinal, content }) =>
        writeToSpool({ runId: run.id, content: content(), uidHash: null, ordinal }),
      ),
    );
    const items = written.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    try {
      const failed = written.find((result) => result.status === "rejected");
      if (failed) throw failed.reason;
      await insertReceived(db(), items, { runId: run.id, sourceCursor: cursor });
    } catch (error) {
      await dropAll(items);
      throw error;
    }
  }
}

async function dropAll(items: readonly SpooledItem[]): Promise<void> {
  for (const { id } of items) await dropFromSpool(id);
}

/** Opens the file when it is asked for the first part, and closes it whatever happens. */
async function* readParts(path: string): AsyncGenerator<Uint8Array> {
  for await (const part of createReadStream(path, { highWaterMark: READ_BYTES })) yield part as Uint8Array;
}
