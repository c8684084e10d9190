import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { finishRun } from "./run-store";

/** Closes the door of a delivery: nothing more comes, what waits still gets its fate. @throws AppError `forbidden` */
export async function closeRun(actor: Actor, run: { id: string; siteId: string | null }): Promise<void> {
  requireCan(actor, "ingest.manage", { siteId: run.siteId });
  await inTransaction(async (tx) => {
    const received = await finishRun(tx, run.id);
    await audit(tx, actor, { type: "ingest.run-finished", detail: { runId: run.id, received } });
  });
}
