import { z } from "zod";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "./actor";
import { audit } from "./audit";
import { hashPassword, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS, verifyPassword } from "./password";
import { takeSignInAttempt } from "./sign-in-limits";
import { findPasswordHash, updatePassword } from "./user-store";

export const changePasswordSchema = z.object({
  current: z.string().min(1).max(PASSWORD_MAX_CHARS),
  next: z.string().min(PASSWORD_MIN_CHARS).max(PASSWORD_MAX_CHARS),
});

/**
 * Changes the actor's own password and ends all her sessions, this one included.
 * @throws AppError `forbidden` when the current password is wrong; `rate-limited` after too many tries.
 */
export async function changePassword(
  actor: Actor,
  input: z.infer<typeof changePasswordSchema>,
): Promise<void> {
  await takeSignInAttempt({ email: actor.userId, address: "change-password" });
  const stored = await findPasswordHash(actor.userId);
  if (!(await verifyPassword(input.current, stored))) throw new AppError("forbidden");
  const passwordHash = await hashPassword(input.next);
  await inTransaction(async (tx) => {
    await updatePassword(tx, actor.userId, passwordHash);
    await audit(tx, actor, { type: "password.changed", detail: { userId: actor.userId } });
  });
}
