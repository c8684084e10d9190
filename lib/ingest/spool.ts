import { randomUUID } from "node:crypto";
import { seal, sealStream } from "@/lib/deid/seal";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { secrets } from "@/lib/platform/secrets";
import { objectStore } from "@/lib/platform/store";
import { heldKey } from "./held-key";
import { insertReceived, type ReceivedItem } from "./run-store";

/** What a door hands over. */
export interface ReceivedContent {
  runId: string;
  content: Uint8Array | AsyncIterable<Uint8Array>;
  uidHash: Uint8Array | null;
  ordinal: number | null;
}

/** An object whose sealed bytes are durable and whose row is not written yet. */
export type SpooledItem = ReceivedItem;

/**
 * Seals bytes and stores them durably (fsync of the file, rename, fsync of the folder). Nothing of them was on a disk
 * in the clear.
 * @throws AppError `storage-full` when there is no room; any failed write or fsync is thrown, never tried again
 */
export async function writeToSpool({ runId, content, ...facts }: ReceivedContent): Promise<SpooledItem> {
  const id = randomUUID();
  const key = heldKey(id);
  const { sealKey } = secrets();
  let byteCount = 0;
  const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      byteCount += chunk.length;
      yield chunk;
    }
  };
  try {
    if (content instanceof Uint8Array) {
      byteCount = content.length;
      await objectStore().put(key, seal(sealKey, content, key));
    } else await objectStore().put(key, sealStream(sealKey, counted(content), key));
  } catch (error) {
    if (isFull(error)) throw new AppError("storage-full", undefined, undefined, { cause: error });
    throw error;
  }
  return { id, runId, byteCount, ...facts };
}

/** Removes what was written for an item that gets no row. */
export async function dropFromSpool(id: string): Promise<void> {
  await objectStore().remove(heldKey(id));
}

function isFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOSPC" || code === "EDQUOT";
}

interface Waiting {
  item: SpooledItem;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

let waiting: Waiting[] = [];
let committing = false;

/**
 * Commits the row of a spooled object. Calls that come while a commit is under way share the next one: many senders
 * pay for few transactions, and each is told only after its own row is committed.
 */
export function commitToSpool(item: SpooledItem): Promise<void> {
  return new Promise((resolve, reject) => {
    waiting.push({ item, resolve, reject });
    if (!committing) void commitGroups();
  });
}

async function commitGroups(): Promise<void> {
  committing = true;
  while (waiting.length > 0) {
    const group = waiting;
    waiting = [];
    try {
      await insertReceived(
        db(),
        group.map(({ item }) => item),
        null,
      );
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
  committing = false;
}
