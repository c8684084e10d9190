"use server";

import { z } from "zod";
import type { MadeInvitation } from "@/components/admin/invite-dialog";
import { type ActionResult, runAction } from "@/lib/access/action";
import { inviteUser, inviteUserSchema } from "@/lib/access/invite-user";
import { revokeInvitation } from "@/lib/access/revoke-invitation";
import { env } from "@/lib/platform/env";

export async function invite(input: z.infer<typeof inviteUserSchema>): Promise<ActionResult<MadeInvitation>> {
  return runAction(inviteUserSchema, input, async (actor, parsed) => {
    const { path, expiresAt } = await inviteUser(actor, parsed);
    return { email: parsed.email, url: new URL(path, env().publicUrl).href, expiresAt };
  });
}

export async function revoke(invitationId: string): Promise<ActionResult<null>> {
  return runAction(z.guid(), invitationId, async (actor, id) => {
    await revokeInvitation(actor, id);
    return null;
  });
}
