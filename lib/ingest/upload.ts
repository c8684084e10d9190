import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { db, type Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { OpenRun } from "./open-run";
import { finishRun } from "./run-store";
import { closeWithArchives, findUpload } from "./upload-store";

/** The actor's own upload, at a site that she still may give to. @throws AppError `not-found`; `forbidden` */
export async function ownUpload(actor: Actor, runId: string): Promise<OpenRun & { finishedAt: Date | null }> {
  const run = await findUpload(db(), runId, actor.userId);
  if (run === null) throw new AppError("not-found");
  requireCan(actor, "ingest.manage", { siteId: run.siteId });
  return run;
}

/** Ends a locked, open upload: now, or with the last of its archives that are still packed. */
export async function endUpload(tx: Tx, actor: Actor, runId: string): Promise<void> {
  if (await closeWithArchives(tx, runId)) return;
  const received = await finishRun(tx, runId);
  await audit(tx, actor, { type: "ingest.run-finished", detail: { runId, received } });
}
