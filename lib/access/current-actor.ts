import { cache } from "react";
import { getServerSession } from "next-auth";
import { now } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "./actor";
import { authOptions, type ArianeSession } from "./session";
import { loadActor } from "./session-store";

/**
 * Whoever makes the present request, read from the database now (once per page render): an ended session, a disabled
 * account, a revoked grant are felt at once. Null when nobody is signed in.
 */
export const findCurrentActor: () => Promise<Actor | null> = cache(async () => {
  const session = await getServerSession<AuthOptionsOf, ArianeSession>(authOptions());
  if (!session?.identity) return null;
  return loadActor(session.identity.userId, session.identity.sessionVersion, now());
});

/** The same. @throws AppError `unauthenticated` */
export async function currentActor(): Promise<Actor> {
  const actor = await findCurrentActor();
  if (actor === null) throw new AppError("unauthenticated");
  return actor;
}

type AuthOptionsOf = ReturnType<typeof authOptions>;
