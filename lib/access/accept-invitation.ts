import { z } from "zod";
import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { LOCALES } from "./actor";
import { audit } from "./audit";
import { findOpenInvitation, lockFirstAdministrator, markAccepted } from "./invitation-store";
import { hashInvitationToken } from "./invitation-token";
import { hashPassword, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from "./password";
import { insertUser, userExists } from "./user-store";

export const acceptInvitationSchema = z.object({
  token: z.string().min(1).max(100),
  /** Read only for the first administrator, whose link names nobody. */
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)).optional(),
  name: z.string().trim().min(1).max(120),
  password: z.string().min(PASSWORD_MIN_CHARS).max(PASSWORD_MAX_CHARS),
  locale: z.enum(LOCALES),
});

/**
 * Opens an account with a one-time link. Whoever holds the token may do it, once.
 * @returns the e-mail to sign in with
 * @throws AppError `not-found` when the link cannot be used; `invalid-input`; `conflict` when the e-mail is taken.
 */
export async function acceptInvitation(
  input: z.infer<typeof acceptInvitationSchema>,
): Promise<{ email: string }> {
  const invitation = await findOpenInvitation(hashInvitationToken(input.token), now());
  if (invitation === null) throw new AppError("not-found");
  const email = invitation.first ? input.email : invitation.email;
  if (email === undefined) throw new AppError("invalid-input", undefined, { fields: ["email"] });
  const passwordHash = await hashPassword(input.password);
  await inTransaction(async (tx) => {
    if (invitation.first) {
      await lockFirstAdministrator(tx);
      // The link opens an empty house only: it is worth nothing once anybody lives there.
      if (await userExists(tx)) throw new AppError("not-found");
    }
    if (!(await markAccepted(tx, invitation.id, now()))) throw new AppError("not-found");
    const { name, locale } = input;
    const userId = await insertUser(tx, { email, name, passwordHash, roles: invitation.roles, locale });
    if (userId === null) throw new AppError("conflict", undefined, { reason: "account-exists" });
    await audit(
      tx,
      { userId, agent: "user", roles: invitation.roles, grants: [], locale },
      { type: "invitation.accepted", detail: { invitationId: invitation.id, userId } },
    );
  });
  return { email };
}
