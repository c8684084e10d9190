import { db } from "@/lib/platform/db/client";

/** The place after which a page of events begins, newest first. */
export interface AuditCursor {
  at: Date;
  id: string;
}

export interface AuditRow {
  id: string;
  at: Date;
  agent: string;
  actorId: string | null;
  actorName: string | null;
  type: string;
  detail: unknown;
}

export interface AuditWindow {
  actorId: string | null;
  type: string | null;
  from: Date | null;
  until: Date | null;
  after: AuditCursor | null;
}

/** Events of a window, newest first: by keyset, so that a page costs the same however old it is. */
export async function findAuditEvents(window: AuditWindow, limit: number): Promise<AuditRow[]> {
  const { actorId, type, from, until, after } = window;
  const rows = await db().auditEvent.findMany({
    where: {
      ...(actorId === null ? {} : { actorId }),
      ...(type === null ? {} : { type }),
      at: { ...(from === null ? {} : { gte: from }), ...(until === null ? {} : { lt: until }) },
      ...(after === null ? {} : { OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: after.id } }] }),
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit,
    select: {
      id: true,
      at: true,
      agent: true,
      actorId: true,
      type: true,
      detail: true,
      actor: { select: { name: true } },
    },
  });
  return rows.map(({ actor, ...row }) => ({ ...row, actorName: actor?.name ?? null }));
}

/** Names of the people that an event can be about. */
export async function findPeople(): Promise<{ id: string; name: string }[]> {
  return db().user.findMany({ orderBy: [{ name: "asc" }, { id: "asc" }], select: { id: true, name: true } });
}
