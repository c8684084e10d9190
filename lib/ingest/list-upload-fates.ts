import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/platform/db/client";
import { readRunCounts, type RunCounts } from "./run-report-store";
import { ownUpload } from "./upload";
import { type FateSpan, findArchives, findFateSpans } from "./upload-store";

export interface UploadReport {
  /** received = waiting + stored + duplicate + quarantined + refused; an archive's members, not itself. */
  counts: Omit<RunCounts, "outcomes">;
  spans: FateSpan[];
  archives: { ordinal: number; taken: number; isUnpacked: boolean }[];
}

/** What became of the files of the actor's own upload, beyond the ordinal `after`. @throws AppError `not-found` */
export async function listUploadFates(
  actor: Actor,
  { runId, after }: { runId: string; after: number },
): Promise<UploadReport> {
  const run = await ownUpload(actor, runId);
  const spans = await findFateSpans(db(), run.id, after);
  const archives = await findArchives(db(), run.id);
  const { received, waiting, stored, duplicate, quarantined, refused } = await readRunCounts(run.id);
  return { counts: { received, waiting, stored, duplicate, quarantined, refused }, spans, archives };
}
