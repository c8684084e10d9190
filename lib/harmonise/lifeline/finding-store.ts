import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db/client";

/** Scanner and site of a finding that holds and nobody acknowledged, or null. */
export async function findUnseenFinding(
  tx: Tx,
  id: string,
): Promise<{ scannerId: string; siteId: string } | null> {
  const row = await tx.scannerFinding.findFirst({
    where: { id, closedAt: null, acknowledgedAt: null },
    select: { scannerId: true, scanner: { select: { siteId: true } } },
  });
  return row && { scannerId: row.scannerId, siteId: row.scanner.siteId };
}

/** Marks a finding as seen. @returns false when somebody else has done so */
export async function markFindingSeen(tx: Tx, id: string, userId: string | null): Promise<boolean> {
  const { count } = await tx.scannerFinding.updateMany({
    where: { id, closedAt: null, acknowledgedAt: null },
    data: { acknowledgedAt: now(), acknowledgedById: userId },
  });
  return count === 1;
}
