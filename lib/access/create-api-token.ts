import { z } from "zod";
import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { type Actor, isSystem } from "./actor";
import { API_TOKEN_MAX_DAYS, newApiToken } from "./api-token";
import { countWorkingApiTokens, insertApiToken } from "./api-token-store";
import { audit } from "./audit";
import { requireCan } from "./policy";

const DAY_MS = 24 * 60 * 60 * 1000;
const MOST_TOKENS = 50;

export const createApiTokenSchema = z.object({
  siteId: z.guid(),
  name: z.string().trim().min(1).max(80),
  days: z.int().min(1).max(API_TOKEN_MAX_DAYS),
});

export interface NewApiToken {
  tokenId: string;
  /** It cannot be read again. */
  token: string;
  expiresAt: Date;
}

/**
 * Makes a token with which a program gives files to one site in the actor's name, for as long as she may herself.
 * @throws AppError `forbidden`; `conflict` when she has too many
 */
export async function createApiToken(
  actor: Actor,
  input: z.infer<typeof createApiTokenSchema>,
): Promise<NewApiToken> {
  requireCan(actor, "ingest.manage", { siteId: input.siteId });
  if (isSystem(actor)) throw new AppError("forbidden");
  const { siteId, name, days } = createApiTokenSchema.parse(input);
  const { token, tokenHash } = newApiToken();
  const at = now();
  const expiresAt = new Date(at.getTime() + days * DAY_MS);
  const tokenId = await inTransaction(async (tx) => {
    if ((await countWorkingApiTokens(tx, actor.userId, at)) >= MOST_TOKENS)
      throw new AppError("conflict", undefined, { reason: "too-many-tokens" });
    const id = await insertApiToken(tx, { userId: actor.userId, siteId, name, tokenHash, expiresAt });
    await audit(tx, actor, { type: "token.created", detail: { tokenId: id, siteId } });
    return id;
  });
  return { tokenId, token, expiresAt };
}
