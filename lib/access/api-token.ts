import { createHash, randomBytes } from "node:crypto";

/** Longest life of a token. */
export const API_TOKEN_MAX_DAYS = 365;

/** What a token looks like: its prefix lets secret scanners find one that was published by mistake. */
const API_TOKEN = /^ari_[A-Za-z0-9_-]{43}$/;

/** A fresh token (256 random bits) and the only form in which it is kept. */
export function newApiToken(): { token: string; tokenHash: Uint8Array<ArrayBuffer> } {
  const token = `ari_${randomBytes(32).toString("base64url")}`;
  return { token, tokenHash: hashApiToken(token) };
}

/** SHA-256: the token is random, so there is nothing to guess and no need of a slow hash. */
export function hashApiToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token).digest());
}

/** The token of an Authorization header (RFC 6750 2.1); null when it carries none of ours. */
export function bearerToken(authorization: string | null): string | null {
  const [scheme, token, ...rest] = (authorization ?? "").trim().split(/ +/);
  if (scheme?.toLowerCase() !== "bearer" || token === undefined || rest.length > 0) return null;
  return API_TOKEN.test(token) ? token : null;
}
