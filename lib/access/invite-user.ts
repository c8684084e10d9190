import { z } from "zod";
import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { type Actor, isSystem, ROLES } from "./actor";
import { audit } from "./audit";
import { insertInvitation, revokeOpenInvitations } from "./invitation-store";
import { invitationExpiry, invitationPath, newInvitationToken } from "./invitation-token";
import { requireCan } from "./policy";
import { userExists } from "./user-store";

export const inviteUserSchema = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
  roles: z.array(z.enum(ROLES)).min(1),
});

export interface NewInvitation {
  invitationId: string;
  /** Path of the one-time link; it cannot be read again. */
  path: string;
  expiresAt: Date;
}

/**
 * Makes a one-time link with which a person opens her account. An earlier link for the same e-mail stops working.
 * @throws AppError `forbidden`; `conflict` (details.reason "account-exists").
 */
export async function inviteUser(
  actor: Actor,
  input: z.infer<typeof inviteUserSchema>,
): Promise<NewInvitation> {
  requireCan(actor, "people.manage");
  const { email } = input;
  const roles = ROLES.filter((role) => input.roles.includes(role));
  const { token, tokenHash } = newInvitationToken();
  const at = now();
  const expiresAt = invitationExpiry(at);
  const invitationId = await inTransaction(async (tx) => {
    if (await userExists(tx, email)) throw new AppError("conflict", undefined, { reason: "account-exists" });
    for (const id of await revokeOpenInvitations(tx, email, at)) {
      await audit(tx, actor, { type: "invitation.revoked", detail: { invitationId: id } });
    }
    const invitedById = isSystem(actor) ? null : actor.userId;
    const id = await insertInvitation(tx, { email, roles, tokenHash, expiresAt, invitedById });
    await audit(tx, actor, { type: "invitation.created", detail: { invitationId: id, roles } });
    return id;
  });
  return { invitationId, path: invitationPath(token), expiresAt };
}
