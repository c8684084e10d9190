import { now } from "@/lib/platform/clock";
import { db, type Tx } from "@/lib/platform/db/client";

export async function insertCommitment(tx: Tx, id: string, peerId: string): Promise<void> {
  await tx.storageCommitment.create({ data: { id, peerId }, select: { id: true } });
}

export interface DueCommitment {
  id: string;
  attempts: number;
  createdAt: Date;
  peer: { aeTitle: string; commitHost: string | null; commitPort: number | null };
}

/** Requests whose answer is due, oldest first. */
export async function findDueCommitments(limit: number): Promise<DueCommitment[]> {
  return db().storageCommitment.findMany({
    where: { answeredAt: null, dueAt: { lte: now() } },
    orderBy: { dueAt: "asc" },
    take: limit,
    select: {
      id: true,
      attempts: true,
      createdAt: true,
      peer: { select: { aeTitle: true, commitHost: true, commitPort: true } },
    },
  });
}

/** Tries again later. */
export async function postponeCommitment(tx: Tx, id: string, dueAt: Date): Promise<void> {
  await tx.storageCommitment.update({
    where: { id },
    data: { attempts: { increment: 1 }, dueAt },
    select: { id: true },
  });
}

/** The answer was taken, or is given up. */
export async function endCommitment(tx: Tx, id: string): Promise<void> {
  await tx.storageCommitment.update({ where: { id }, data: { answeredAt: now() }, select: { id: true } });
}

/** Whether an object of this UID waits for its fate. */
export async function isWaiting(uidHash: Uint8Array<ArrayBuffer>): Promise<boolean> {
  return (await db().spoolItem.count({ where: { uidHash } })) > 0;
}
