import { createHash, randomBytes } from "node:crypto";

/** Days in which a link can be used. */
export const INVITATION_DAYS = 7;

const DAY_MS = 24 * 60 * 60 * 1000;

/** A fresh one-time token (256 random bits) and the only form in which it is kept. */
export function newInvitationToken(): { token: string; tokenHash: Uint8Array<ArrayBuffer> } {
  const token = randomBytes(32).toString("base64url");
  return { token, tokenHash: hashInvitationToken(token) };
}

/** SHA-256: the token is random, so there is nothing to guess and no need of a slow hash. */
export function hashInvitationToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token).digest());
}

export function invitationExpiry(from: Date): Date {
  return new Date(from.getTime() + INVITATION_DAYS * DAY_MS);
}

/** Path of the page where a link is used; shown or printed once. */
export function invitationPath(token: string): string {
  return `/invitation/${token}`;
}
