import { db, type Tx } from "@/lib/platform/db/client";
import type { Actor } from "./actor";
import { loadActor } from "./session-store";

export interface ApiTokenRow {
  id: string;
  name: string;
  siteName: string;
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

export async function insertApiToken(
  tx: Tx,
  token: {
    userId: string;
    siteId: string;
    name: string;
    tokenHash: Uint8Array<ArrayBuffer>;
    expiresAt: Date;
  },
): Promise<string> {
  const { id } = await tx.apiToken.create({ data: token, select: { id: true } });
  return id;
}

/** A person's tokens, newest first. */
export async function findApiTokens(userId: string): Promise<ApiTokenRow[]> {
  const rows = await db().apiToken.findMany({
    where: { userId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: {
      id: true,
      name: true,
      createdAt: true,
      expiresAt: true,
      revokedAt: true,
      lastUsedAt: true,
      site: { select: { name: true } },
    },
  });
  return rows.map(({ site, ...row }) => ({ ...row, siteName: site.name }));
}

/** How many of a person's tokens work at an instant. */
export async function countWorkingApiTokens(tx: Tx, userId: string, at: Date): Promise<number> {
  return tx.apiToken.count({ where: { userId, revokedAt: null, expiresAt: { gt: at } } });
}

/** False when the person has no such token, or it was revoked before. */
export async function markApiTokenRevoked(
  tx: Tx,
  userId: string,
  tokenId: string,
  at: Date,
): Promise<boolean> {
  const { count } = await tx.apiToken.updateMany({
    where: { id: tokenId, userId, revokedAt: null },
    data: { revokedAt: at },
  });
  return count === 1;
}

export interface TokenHolder {
  tokenId: string;
  actor: Actor;
  site: { id: string; code: string };
  lastUsedAt: Date | null;
}

/** Whose token this is, with her rights as they are now; null when it, or she, does not work any more. */
export async function findTokenHolder(
  tokenHash: Uint8Array<ArrayBuffer>,
  at: Date,
): Promise<TokenHolder | null> {
  const token = await db().apiToken.findUnique({
    where: { tokenHash },
    select: {
      id: true,
      userId: true,
      expiresAt: true,
      revokedAt: true,
      lastUsedAt: true,
      site: { select: { id: true, code: true } },
      user: { select: { sessionVersion: true } },
    },
  });
  if (token === null || token.revokedAt !== null || token.expiresAt.getTime() <= at.getTime()) return null;
  // A token is no session: it outlives a changed password, and ends by itself, its owner or a disabled account.
  const actor = await loadActor(token.userId, token.user.sessionVersion, at);
  return actor && { tokenId: token.id, actor, site: token.site, lastUsedAt: token.lastUsedAt };
}

export async function touchApiToken(tokenId: string, at: Date): Promise<void> {
  await db().apiToken.updateMany({ where: { id: tokenId }, data: { lastUsedAt: at } });
}
