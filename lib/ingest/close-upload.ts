import type { Actor } from "@/lib/access/actor";
import { inTransaction } from "@/lib/platform/db/client";
import { endUpload, ownUpload } from "./upload";
import { lockUpload } from "./upload-store";

/**
 * Closes the actor's own upload: nothing more is taken. Archives that are still packed close it when the last of them
 * is unpacked. Closing twice is closing once.
 * @throws AppError `not-found`; `forbidden`
 */
export async function closeUpload(actor: Actor, runId: string): Promise<void> {
  const run = await ownUpload(actor, runId);
  await inTransaction(async (tx) => {
    const { isOpen } = await lockUpload(tx, run.id);
    if (isOpen) await endUpload(tx, actor, run.id);
  });
}
