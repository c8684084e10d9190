import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { db, inTransaction, type Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { dropArchive, keepArchive } from "./archive-bytes";
import { DOOR_LIMITS } from "./doors/given-item";
import { limited, peekContent } from "./doors/incoming";
import { isArchive, isGzip } from "./doors/unpack";
import { requireRoom } from "./room";
import type { RefusalReason } from "./rules/reasons";
import { countRefusal, insertReceived } from "./run-store";
import { dropFromSpool, writeToSpool } from "./spool";
import { ownUpload } from "./upload";
import { hasOrdinal, insertArchive, lockUpload } from "./upload-store";

export interface UploadLimits {
  maxFileBytes: number;
  maxArchiveBytes: number;
  /** Longest wait for the next bytes, in ms. */
  idleMs: number;
}

const UPLOAD_LIMITS: UploadLimits = {
  maxFileBytes: DOOR_LIMITS.maxFileBytes,
  maxArchiveBytes: 16 * 2 ** 30,
  idleMs: 30_000,
};

export interface UploadedFile {
  runId: string;
  /** Which of the given files it is; the same one is taken once, however often it is sent. */
  ordinal: number;
  content: AsyncIterable<Uint8Array>;
  limits?: UploadLimits;
}

/** Bytes that tell an archive from an object. */
const HEAD_BYTES = 132;

/**
 * Takes one file of the actor's own upload: when this returns, it is durable. An archive is kept sealed, and a job
 * takes its members out; the account counts those.
 * @throws AppError `not-found`; `forbidden`; `conflict` when the upload is closed; `storage-full`; `invalid-input`
 * when the sender stalls
 */
export async function uploadFile(
  actor: Actor,
  { runId, ordinal, content, limits = UPLOAD_LIMITS }: UploadedFile,
): Promise<{ state: "received" | "received-before" | "refused" }> {
  const run = await ownUpload(actor, runId);
  if (run.finishedAt !== null) throw new AppError("conflict");
  if (await hasOrdinal(db(), run.id, ordinal)) return { state: "received-before" };
  await requireRoom();

  const { maxFileBytes, maxArchiveBytes, idleMs } = limits;
  // How much is too much depends on what it is: `within` counts.
  const incoming = limited(content, { maxBytes: Number.MAX_SAFE_INTEGER, idleMs });
  const { head, whole } = await peekContent(incoming, HEAD_BYTES);
  const isPacked = isArchive(head) || isGzip(head);
  const place = { runId: run.id, ordinal };
  try {
    if (head.length === 0) return await refuse(place, "empty");
    const kept = isPacked
      ? await keepAsArchive(place, within(whole, maxArchiveBytes))
      : await keepAsItem(place, within(whole, maxFileBytes));
    return await commit(place, kept);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "too-large") throw error;
    return await refuse(place, isPacked ? "archive-too-large" : "too-large");
  } finally {
    await incoming.return(undefined);
  }
}

interface Place {
  runId: string;
  ordinal: number;
}

/** Durable bytes whose row is not written yet. */
interface Kept {
  insert: (tx: Tx) => Promise<void>;
  drop: () => Promise<void>;
}

async function keepAsItem(place: Place, content: AsyncIterable<Uint8Array>): Promise<Kept> {
  const item = await writeToSpool({ ...place, content, uidHash: null });
  return { insert: (tx) => insertReceived(tx, [item], null), drop: () => dropFromSpool(item.id) };
}

async function keepAsArchive(place: Place, content: AsyncIterable<Uint8Array>): Promise<Kept> {
  const id = randomUUID();
  const byteCount = await keepArchive(id, content);
  return {
    insert: (tx) => insertArchive(tx, { id, byteCount, ...place }),
    drop: () => dropArchive(id),
  };
}

/** Writes the row, unless the same file came by another request meanwhile. */
async function commit(place: Place, kept: Kept): Promise<{ state: "received" | "received-before" }> {
  let isNew = false;
  try {
    isNew = await takeOnce(place, kept.insert);
  } finally {
    if (!isNew) await kept.drop();
  }
  return { state: isNew ? "received" : "received-before" };
}

async function refuse(
  place: Place,
  reason: RefusalReason,
): Promise<{ state: "refused" | "received-before" }> {
  const item = { id: randomUUID(), ordinal: place.ordinal };
  const isNew = await takeOnce(place, (tx) =>
    countRefusal(tx, place.runId, { fate: "refused", reason }, item, null),
  );
  return { state: isNew ? "refused" : "received-before" };
}

/** The run's row is locked, so that of two requests with one file the second finds what the first did. */
function takeOnce({ runId, ordinal }: Place, insert: (tx: Tx) => Promise<void>): Promise<boolean> {
  return inTransaction(async (tx) => {
    const { isOpen } = await lockUpload(tx, runId);
    if (await hasOrdinal(tx, runId, ordinal)) return false;
    if (!isOpen) throw new AppError("conflict");
    await insert(tx);
    return true;
  });
}

async function* within(content: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let byteCount = 0;
  for await (const chunk of content) {
    byteCount += chunk.length;
    if (byteCount > maxBytes) throw new AppError("too-large");
    yield chunk;
  }
}
