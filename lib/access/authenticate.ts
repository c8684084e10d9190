import { z } from "zod";
import { AppError } from "@/lib/platform/errors";
import { db } from "@/lib/platform/db/client";
import { audit } from "./audit";
import type { Actor } from "./actor";
import { PASSWORD_MAX_CHARS, verifyPassword } from "./password";
import { findCredentials } from "./session-store";
import { returnSignInAttempt, takeSignInAttempt } from "./sign-in-limits";

const credentialsSchema = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
  password: z.string().min(1).max(PASSWORD_MAX_CHARS),
});

/** What a session token carries: whom it is for, and which generation of her sessions it belongs to. */
export interface SessionIdentity {
  userId: string;
  sessionVersion: number;
}

/**
 * Checks an e-mail and a password; null for every kind of failure, after the same work.
 * @throws AppError `rate-limited` after too many failures of an account or an address.
 */
export async function authenticate(input: unknown, address: string): Promise<SessionIdentity | null> {
  const credentials = credentialsSchema.safeParse(input);
  if (!credentials.success) return null;
  const { email, password } = credentials.data;
  try {
    await takeSignInAttempt({ email, address });
  } catch (error) {
    if (error instanceof AppError) await auditFailure(null, "rate-limited");
    throw error;
  }
  const found = await findCredentials(email);
  const matches = await verifyPassword(password, found?.passwordHash ?? null);
  if (found === null || !matches || found.disabled) {
    const disabled = found !== null && matches && found.disabled;
    await auditFailure(found && person(found.userId), disabled ? "disabled" : "credentials");
    return null;
  }
  await returnSignInAttempt({ email, address });
  await audit(db(), person(found.userId), { type: "sign-in.succeeded", detail: {} });
  return { userId: found.userId, sessionVersion: found.sessionVersion };
}

function auditFailure(
  actor: Actor | null,
  reason: "credentials" | "disabled" | "rate-limited",
): Promise<void> {
  return audit(db(), actor, { type: "sign-in.failed", detail: { reason } });
}

/** Names a person in the audit trail before she is an actor: no role, no grant. */
function person(userId: string): Actor {
  return { userId, agent: "user", roles: [], grants: [], locale: null };
}
