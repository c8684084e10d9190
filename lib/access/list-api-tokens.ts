import { now } from "@/lib/platform/clock";
import type { Actor } from "./actor";
import { type ApiTokenRow, findApiTokens } from "./api-token-store";

export type ListedApiToken = ApiTokenRow & { state: "working" | "revoked" | "expired" };

/** The actor's own tokens, newest first; never a token itself. */
export async function listApiTokens(actor: Actor): Promise<ListedApiToken[]> {
  const at = now();
  const rows = await findApiTokens(actor.userId);
  return rows.map((row) => ({
    ...row,
    state: row.revokedAt !== null ? "revoked" : row.expiresAt <= at ? "expired" : "working",
  }));
}
