import type { Db, Tx } from "@/lib/platform/db/client";

/** Appends one row; a trigger refuses every later change to it. */
export async function insertAuditEvent(
  tx: Tx | Db,
  row: {
    actorId: string | null;
    agent: string;
    type: string;
    detail: Record<string, string | number | boolean | string[] | null>;
  },
): Promise<void> {
  await tx.auditEvent.create({ data: row, select: { id: true } });
}
