import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { OpenRun } from "./open-run";
import { findUpload } from "./upload-store";

/** The actor's own upload, at a site that she still may give to. @throws AppError `not-found`; `forbidden` */
export async function ownUpload(actor: Actor, runId: string): Promise<OpenRun & { finishedAt: Date | null }> {
  const run = await findUpload(db(), runId, actor.userId);
  if (run === null) throw new AppError("not-found");
  requireCan(actor, "ingest.manage", { siteId: run.siteId });
  return run;
}
