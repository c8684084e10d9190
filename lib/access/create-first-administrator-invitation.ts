import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { type Actor, isSystem, type Role } from "./actor";
import { audit } from "./audit";
import {
  EMAIL_TO_BE_CHOSEN,
  insertInvitation,
  lockFirstAdministrator,
  revokeOpenInvitations,
} from "./invitation-store";
import { invitationExpiry, invitationPath, newInvitationToken } from "./invitation-token";
import { userExists } from "./user-store";

/**
 * The one-time link of the first administrator, for the start script to print; null once anybody has an account.
 * Every call makes a new link and ends the one before.
 * @throws AppError `forbidden` unless the system asks.
 */
export async function createFirstAdministratorInvitation(
  actor: Actor,
): Promise<{ path: string; expiresAt: Date } | null> {
  if (!isSystem(actor)) throw new AppError("forbidden");
  const { token, tokenHash } = newInvitationToken();
  const at = now();
  const expiresAt = invitationExpiry(at);
  const roles: Role[] = ["admin"];
  return inTransaction(async (tx) => {
    await lockFirstAdministrator(tx);
    if (await userExists(tx)) return null;
    await revokeOpenInvitations(tx, EMAIL_TO_BE_CHOSEN, at);
    const invitationId = await insertInvitation(tx, {
      email: EMAIL_TO_BE_CHOSEN,
      roles,
      tokenHash,
      expiresAt,
      invitedById: null,
    });
    await audit(tx, actor, { type: "invitation.created", detail: { invitationId, roles } });
    return { path: invitationPath(token), expiresAt };
  });
}
