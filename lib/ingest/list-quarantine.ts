import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireSiteFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { reportCursor, reportCursorSchema } from "./report-cursor";
import { countHeldByReason, findHeldFiles, type HeldFile } from "./run-report-store";

const PAGE_SIZE = 50;

export const listQuarantineSchema = z.object({
  /** A code of lib/ingest/rules/reasons.ts. */
  reason: z
    .string()
    .regex(/^[a-z-]{1,60}$/)
    .nullable()
    .catch(null),
  runId: z.guid().nullable().catch(null),
  after: reportCursorSchema,
});

export interface QuarantinePage {
  held: HeldFile[];
  next: string | null;
  /** Files still held, by reason, whatever the filter. */
  byReason: { reason: string; count: number }[];
}

/** Held files of the actor's sites, newest first: reasons and attribute names, never values. @throws AppError `forbidden` */
export async function listQuarantine(
  actor: Actor,
  query: z.infer<typeof listQuarantineSchema>,
): Promise<QuarantinePage> {
  const filter = requireSiteFilter(actor, "ingest.read");
  const sites = filter.kind === "all" ? null : filter.siteIds;
  const found = await findHeldFiles(sites, query, query.after, PAGE_SIZE + 1);
  const held = found.slice(0, PAGE_SIZE);
  await audit(db(), actor, { type: "quarantine.listed", detail: { shown: held.length } });
  const last = held.at(-1);
  return {
    held,
    next: found.length > PAGE_SIZE && last ? reportCursor(last.heldAt, last.id) : null,
    byReason: await countHeldByReason(sites),
  };
}
