import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireSiteFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { reportCursor, reportCursorSchema } from "./report-cursor";
import { findRuns, type RunReport } from "./run-report-store";

const PAGE_SIZE = 20;

export const listRunsSchema = z.object({ after: reportCursorSchema });

/**
 * Ingest runs of the actor's sites, newest first: received = stored + duplicate + quarantined + refused, and why.
 * @throws AppError `forbidden`
 */
export async function listRuns(
  actor: Actor,
  query: z.infer<typeof listRunsSchema>,
): Promise<{ runs: RunReport[]; next: string | null }> {
  const filter = requireSiteFilter(actor, "ingest.read");
  const found = await findRuns(filter.kind === "all" ? null : filter.siteIds, query.after, PAGE_SIZE + 1);
  const runs = found.slice(0, PAGE_SIZE);
  await audit(db(), actor, { type: "ingest.runs-listed", detail: { shown: runs.length } });
  const last = runs.at(-1);
  return { runs, next: found.length > PAGE_SIZE && last ? reportCursor(last.startedAt, last.id) : null };
}
