"use server";

import { z } from "zod";
import { type ActionResult, runAction } from "@/lib/access/action";
import { createApiToken, createApiTokenSchema } from "@/lib/access/create-api-token";
import { revokeApiToken } from "@/lib/access/revoke-api-token";

/** Makes a token of one's own; this answer is the only time that it can be read. */
export async function createToken(
  input: z.infer<typeof createApiTokenSchema>,
): Promise<ActionResult<{ token: string }>> {
  return runAction(createApiTokenSchema, input, async (actor, parsed) => {
    const { token } = await createApiToken(actor, parsed);
    return { token };
  });
}

/** Ends a token of one's own. */
export async function revokeToken(tokenId: string): Promise<ActionResult<null>> {
  return runAction(z.guid(), tokenId, async (actor, id) => {
    await revokeApiToken(actor, id);
    return null;
  });
}
