import { z } from "zod";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "./actor";
import { audit, AUDIT_TYPES, type AuditType } from "./audit";
import { type AuditCursor, type AuditRow, findAuditEvents, findPeople } from "./audit-list-store";
import { requireCan } from "./policy";

const PAGE_SIZE = 50;

const DAY_MS = 24 * 60 * 60 * 1000;

const day = z.iso
  .date()
  .transform((value) => new Date(`${value}T00:00:00Z`))
  .nullable()
  .catch(null);

const cursor = z
  .string()
  .transform((value): AuditCursor | null => {
    const [at, id] = value.split("_");
    const parsed = z.object({ at: z.iso.datetime(), id: z.guid() }).safeParse({ at, id });
    return parsed.success ? { at: new Date(parsed.data.at), id: parsed.data.id } : null;
  })
  .nullable()
  .catch(null);

/** As the page's address has it; what makes no sense there is no filter. */
export const listAuditSchema = z.object({
  actorId: z.guid().nullable().catch(null),
  type: z
    .enum(AUDIT_TYPES as [AuditType, ...AuditType[]])
    .nullable()
    .catch(null),
  /** First day, UTC. */
  from: day,
  /** Last day, UTC, included. */
  to: day,
  after: cursor,
});

export interface AuditPage {
  events: AuditRow[];
  /** To be given back as `after`; null on the last page. */
  next: string | null;
  people: { id: string; name: string }[];
}

/** Who did what, newest first, fifty at a time. @throws AppError `forbidden` */
export async function listAudit(actor: Actor, query: z.infer<typeof listAuditSchema>): Promise<AuditPage> {
  requireCan(actor, "audit.read");
  const { to, ...window } = query;
  const until = to === null ? null : new Date(to.getTime() + DAY_MS);
  const found = await findAuditEvents({ ...window, until }, PAGE_SIZE + 1);
  const events = found.slice(0, PAGE_SIZE);
  await audit(db(), actor, { type: "audit.listed", detail: { shown: events.length } });
  const last = events.at(-1);
  const next = found.length > PAGE_SIZE && last ? `${last.at.toISOString()}_${last.id}` : null;
  return { events, next, people: await findPeople() };
}
