import { now } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "./actor";
import { bearerToken, hashApiToken } from "./api-token";
import { findTokenHolder, touchApiToken } from "./api-token-store";
import { countTokenFailure, requireTokenAttempt } from "./token-limits";

/** Who asks by a token, and the one site that the token is for. */
export interface TokenBearer {
  actor: Actor;
  site: { id: string; code: string };
}

/** `lastUsedAt` is exact to this. */
const TOUCH_MS = 60_000;

/**
 * The bearer of a request's token, read from the database now: a revoked or expired token, a disabled account, a lost
 * role or grant are felt at once.
 * @throws AppError `unauthenticated`; `rate-limited` after too many failures
 */
export async function tokenBearer(headers: Headers): Promise<TokenBearer> {
  const token = bearerToken(headers.get("authorization"));
  const tokenHash = token === null ? null : hashApiToken(token);
  const address = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown";
  await requireTokenAttempt(tokenHash, address);
  const at = now();
  const holder = tokenHash && (await findTokenHolder(tokenHash, at));
  if (!holder) {
    await countTokenFailure(tokenHash, address);
    throw new AppError("unauthenticated");
  }
  const { tokenId, site, lastUsedAt } = holder;
  if (lastUsedAt === null || at.getTime() - lastUsedAt.getTime() > TOUCH_MS) await touchApiToken(tokenId, at);
  return { actor: narrowed(holder.actor, site.id), site };
}

/** The person as a data manager of one site, and nothing else of what she is. */
function narrowed(actor: Actor, siteId: string): Actor {
  const grants = actor.grants
    .filter((grant) => grant.scope === "network" || (grant.scope === "site" && grant.siteId === siteId))
    .map((grant) => ({ ...grant, scope: "site" as const, siteId, projectId: null, trueDates: false }));
  return { ...actor, roles: actor.roles.filter((role) => role === "dataManager"), grants };
}
