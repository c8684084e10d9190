import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import type { OpenRun } from "./open-run";
import { commitToSpool, dropFromSpool, type ReceivedContent, writeToSpool } from "./spool";

/** One object as a door received it. */
export type ObjectToReceive = Pick<ReceivedContent, "content"> &
  Partial<Pick<ReceivedContent, "uidHash" | "ordinal">>;

/**
 * Takes an object over: when this returns, its sealed bytes are fsynced and renamed, the folder is fsynced and its row
 * is committed, so the giver may be told that it arrived. Its fate is decided later (settle-spool.ts).
 * @returns the item's id
 * @throws AppError `forbidden`; `storage-full`; whatever the disk or the database says, and then nothing is kept
 */
export async function receiveObject(actor: Actor, run: OpenRun, object: ObjectToReceive): Promise<string> {
  requireCan(actor, "ingest.manage", { siteId: run.siteId });
  const { content, uidHash = null, ordinal = null } = object;
  const item = await writeToSpool({ runId: run.id, content, uidHash, ordinal });
  try {
    await commitToSpool(item);
  } catch (error) {
    await dropFromSpool(item.id);
    throw error;
  }
  return item.id;
}
