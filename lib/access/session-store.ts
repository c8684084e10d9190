import { db } from "@/lib/platform/db/client";
import { type Actor, isGrantActive } from "./actor";

/** What is needed to check a password; null when nobody has this e-mail. */
export async function findCredentials(email: string): Promise<{
  userId: string;
  passwordHash: string;
  sessionVersion: number;
  disabled: boolean;
} | null> {
  const user = await db().user.findUnique({
    where: { email },
    select: { id: true, passwordHash: true, sessionVersion: true, disabledAt: true },
  });
  if (user === null) return null;
  return {
    userId: user.id,
    passwordHash: user.passwordHash,
    sessionVersion: user.sessionVersion,
    disabled: user.disabledAt !== null,
  };
}

/** The actor of a session; null when the account is gone or disabled, or the session was ended. */
export async function loadActor(userId: string, sessionVersion: number, at: Date): Promise<Actor | null> {
  const user = await db().user.findUnique({
    where: { id: userId },
    select: {
      id: true,
      roles: true,
      locale: true,
      sessionVersion: true,
      disabledAt: true,
      grants: {
        where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: at } }] },
        select: {
          id: true,
          scope: true,
          siteId: true,
          projectId: true,
          level: true,
          trueDates: true,
          expiresAt: true,
          revokedAt: true,
        },
      },
    },
  });
  if (user === null || user.disabledAt !== null || user.sessionVersion !== sessionVersion) return null;
  return {
    userId: user.id,
    agent: "user",
    roles: user.roles,
    grants: user.grants
      .filter((grant) => isGrantActive(grant, at))
      .map(({ id, scope, siteId, projectId, level, trueDates }) => ({
        id,
        scope,
        siteId,
        projectId,
        level,
        trueDates,
      })),
    locale: user.locale === "fr" || user.locale === "en" ? user.locale : null,
  };
}
