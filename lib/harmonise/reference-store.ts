import type { Db, Tx } from "@/lib/platform/db/client";
import type { AssignmentRule, VersionValidity } from "./protocol/assignment";
import { protocolContentSchema, type ProtocolContent } from "./protocol/content";

/** A protocol version that can judge; `content` is null for one that asks for nothing. */
export interface ReferenceVersion extends VersionValidity {
  content: ProtocolContent | null;
}

/** What the network is judged by now. */
export interface Reference {
  /** In the order in which they are tried. */
  rules: AssignmentRule[];
  versions: ReferenceVersion[];
  /** Protocol of every version, the superseded ones included. */
  protocolOf: Map<string, string>;
}

/** Content never changes (a trigger says so), so it is read and checked once. */
const contents = new Map<string, ProtocolContent | null>();
const MOST_KEPT = 500;

/** The assignment rules and every protocol version. */
export async function findReference(tx: Db | Tx): Promise<Reference> {
  const rules = await tx.assignmentRule.findMany({
    orderBy: { ordinal: "asc" },
    select: {
      id: true,
      kind: true,
      projectId: true,
      pattern: true,
      protocols: { select: { protocolId: true }, orderBy: { protocolId: "asc" } },
    },
  });
  const rows = await tx.protocolVersion.findMany({
    orderBy: { id: "asc" },
    select: { id: true, protocolId: true, validFrom: true, validUntil: true, supersededAt: true },
  });
  await readContents(
    tx,
    rows.filter(({ supersededAt }) => supersededAt === null).map(({ id }) => id),
  );
  return {
    rules: rules.map(({ protocols, ...rule }) => ({
      ...rule,
      protocolIds: protocols.map(({ protocolId }) => protocolId),
    })),
    versions: rows.map(({ id, protocolId, validFrom, validUntil, supersededAt }) => ({
      id,
      protocolId,
      validFrom: dayOf(validFrom),
      validUntil: validUntil === null ? null : dayOf(validUntil),
      superseded: supersededAt !== null,
      content: contents.get(id) ?? null,
    })),
    protocolOf: new Map(rows.map(({ id, protocolId }) => [id, protocolId])),
  };
}

async function readContents(tx: Db | Tx, ids: readonly string[]): Promise<void> {
  const unread = ids.filter((id) => !contents.has(id));
  if (unread.length === 0) return;
  if (contents.size + unread.length > MOST_KEPT) contents.clear();
  const rows = await tx.protocolVersion.findMany({
    where: { id: { in: contents.size === 0 ? [...ids] : unread } },
    select: { id: true, content: true },
  });
  for (const { id, content } of rows) {
    const parsed = protocolContentSchema.safeParse(content);
    contents.set(id, parsed.success ? parsed.data : null);
  }
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
