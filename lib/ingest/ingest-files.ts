import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { enqueueCompletion } from "@/lib/catalogue/register-instances-store";
import { findOrMakeSite } from "@/lib/network/register-scanner-store";
import { db, inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { objectStore } from "@/lib/platform/store";
import type { GivenItem } from "./doors/given-item";
import { IngestRunner } from "./ingest-runner";
import type { FileFate } from "./rules/reasons";
import type { RunCounts } from "./run-counts";
import { closeRun, openRun } from "./run-store";

export interface IngestRequest {
  items: AsyncIterable<GivenItem>;
  /** Through which door the files came, e.g. "folder". */
  door: string;
  /** Site of files whose scanner is not known yet. */
  siteCode: string;
  /** Called once per file, when its fate is certain; the label may identify somebody. */
  onFate?: (label: string, fate: FileFate) => void;
}

export interface IngestResult {
  runId: string;
  counts: RunCounts;
  /** Series that got instances, in the order of their first. */
  seriesIds: string[];
}

/**
 * Takes files in: each is parsed, judged, de-identified and stored, or held, or refused, and the run goes on whatever
 * a file is. At the end every series that got instances has its job.
 * @throws AppError `forbidden`; `not-found` for an unknown site code
 */
export async function ingestFiles(actor: Actor, request: IngestRequest): Promise<IngestResult> {
  const site = await findOrMakeSite(db(), request.siteCode);
  requireCan(actor, "ingest.manage", { siteId: site?.id ?? null });
  if (!site) throw new AppError("not-found", "unknown site code");
  const runId = await openRun(db(), request.door, site.id);
  await audit(db(), actor, { type: "ingest.run-started", detail: { runId, siteId: site.id } });
  const runner = new IngestRunner(runId, site, objectStore(), request.onFate ?? (() => undefined));
  try {
    for await (const item of request.items) await runner.take(item);
    await runner.finish();
  } finally {
    const counts = runner.counts();
    await closeRun(db(), runId, counts);
    await inTransaction(async (tx) => {
      for (const seriesId of runner.seriesIds()) await enqueueCompletion(tx, seriesId, 0);
      await audit(tx, actor, { type: "ingest.run-finished", detail: { runId, received: counts.received } });
    });
  }
  return { runId, counts: runner.counts(), seriesIds: runner.seriesIds() };
}
