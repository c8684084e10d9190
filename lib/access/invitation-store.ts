import { db, type Tx } from "@/lib/platform/db/client";
import type { Role } from "./actor";

/** The e-mail of the first administrator's link, which is not known until she uses it. */
export const EMAIL_TO_BE_CHOSEN = "";

export interface InvitationRow {
  id: string;
  email: string;
  roles: Role[];
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
  createdAt: Date;
  invitedByName: string | null;
}

const FIELDS = {
  id: true,
  email: true,
  roles: true,
  expiresAt: true,
  acceptedAt: true,
  revokedAt: true,
  createdAt: true,
  invitedBy: { select: { name: true } },
} as const;

/** The latest hundred, newest first. */
export async function findInvitations(): Promise<InvitationRow[]> {
  const rows = await db().invitation.findMany({
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 100,
    select: FIELDS,
  });
  return rows.map(({ invitedBy, ...row }) => ({ ...row, invitedByName: invitedBy?.name ?? null }));
}

export async function insertInvitation(
  tx: Tx,
  row: {
    email: string;
    roles: Role[];
    tokenHash: Uint8Array<ArrayBuffer>;
    expiresAt: Date;
    invitedById: string | null;
  },
): Promise<string> {
  return (await tx.invitation.create({ data: row, select: { id: true } })).id;
}

/** An invitation that can still be used; null otherwise. */
export async function findOpenInvitation(
  tokenHash: Uint8Array<ArrayBuffer>,
  at: Date,
): Promise<{ id: string; email: string; roles: Role[]; first: boolean } | null> {
  const row = await db().invitation.findFirst({
    where: { tokenHash, acceptedAt: null, revokedAt: null, expiresAt: { gt: at } },
    select: { id: true, email: true, roles: true },
  });
  return row === null ? null : { ...row, first: row.email === EMAIL_TO_BE_CHOSEN };
}

/** Uses an invitation up; false when another request was first, or it is no longer open. */
export async function markAccepted(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({
    where: { id, acceptedAt: null, revokedAt: null, expiresAt: { gt: at } },
    data: { acceptedAt: at },
  });
  return count === 1;
}

/** False when it was already used or revoked. */
export async function markRevoked(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({
    where: { id, acceptedAt: null, revokedAt: null },
    data: { revokedAt: at },
  });
  return count === 1;
}

/** Closes the open links of an e-mail: only the newest one works. */
export async function revokeOpenInvitations(tx: Tx, email: string, at: Date): Promise<string[]> {
  const open = { email, acceptedAt: null, revokedAt: null };
  const rows = await tx.invitation.updateManyAndReturn({
    where: open,
    data: { revokedAt: at },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** One at a time: two starts of a fresh server make one first administrator. */
export async function lockFirstAdministrator(tx: Tx): Promise<void> {
  await tx.$executeRaw`LOCK TABLE "User" IN SHARE ROW EXCLUSIVE MODE`;
}
