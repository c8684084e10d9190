import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "./actor";
import { markApiTokenRevoked } from "./api-token-store";
import { audit } from "./audit";

/** Ends one of the actor's own tokens, from the next request on. @throws AppError `not-found` */
export async function revokeApiToken(actor: Actor, tokenId: string): Promise<void> {
  await inTransaction(async (tx) => {
    if (!(await markApiTokenRevoked(tx, actor.userId, tokenId, now()))) throw new AppError("not-found");
    await audit(tx, actor, { type: "token.revoked", detail: { tokenId } });
  });
}
