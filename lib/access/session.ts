import type { AuthOptions } from "next-auth";
import type { JWT } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { env, overrideEnv } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { secrets } from "@/lib/platform/secrets";
import { authenticate, type SessionIdentity } from "./authenticate";

/** A working day: after it the password is asked again, whatever was done meanwhile. */
const SESSION_SECONDS = 12 * 60 * 60;

const identitySchema = z.object({ userId: z.guid(), sessionVersion: z.number().int() });

/** What `getServerSession` gives: an identity that current-actor.ts still has to check in the database. */
export type ArianeSession = { identity: SessionIdentity } | { identity: null };

let options: AuthOptions | undefined;

/** next-auth's settings: e-mail and password, sessions as signed and encrypted cookies. */
export function authOptions(): AuthOptions {
  options ??= buildOptions(env().publicUrl);
  return options;
}

function buildOptions(publicUrl: string): AuthOptions {
  // next-auth reads its own address from the environment only.
  overrideEnv({ NEXTAUTH_URL: publicUrl });
  return {
    secret: secrets().authSecret,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    // HttpOnly and SameSite=Lax always; Secure and the __Secure-/__Host- prefixes wherever the address is https.
    useSecureCookies: publicUrl.startsWith("https:"),
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/" },
    providers: [
      CredentialsProvider({
        name: "password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: async (credentials, request) => {
          const identity = await authenticate(credentials, addressOf(request.headers)).catch(reportOnce);
          return identity && { id: identity.userId, sessionVersion: identity.sessionVersion };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => {
        if (!user) return token;
        const identity = identitySchema.parse({ userId: user.id, ...user });
        // No name and no e-mail: the cookie says whom it is for, and nothing else.
        return { sub: identity.userId, sessionVersion: identity.sessionVersion } satisfies JWT;
      },
      session: ({ session, token }) => {
        const identity = identitySchema.safeParse({
          userId: token.sub,
          sessionVersion: token["sessionVersion"],
        });
        return { expires: session.expires, identity: identity.success ? identity.data : null };
      },
      redirect: ({ url, baseUrl }) =>
        url.startsWith("/") && !url.startsWith("//") ? baseUrl + url : baseUrl,
    },
    logger: {
      error: (code) => log.error({ code }, "next-auth"),
      warn: (code) => log.warn({ code }, "next-auth"),
      debug: () => undefined,
    },
  };
}

/** The message becomes the `error` of the sign-in page's address: a code, never a cause. */
function reportOnce(error: unknown): never {
  if (error instanceof AppError) throw new Error(error.code);
  log.error({ name: error instanceof Error ? error.name : "unknown" }, "sign-in");
  throw new Error("internal");
}

/** The last address a proxy wrote; Next itself writes the peer's when there is no proxy. */
function addressOf(headers: Record<string, unknown> | undefined): string {
  const forwarded = headers?.["x-forwarded-for"];
  return (typeof forwarded === "string" && forwarded.split(",").at(-1)?.trim()) || "unknown";
}
