import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "./actor";
import { currentActor } from "./current-actor";
import { toAppError } from "./problem";
import { RETURN_TO_HEADER, safeReturnTo } from "./return-to";

/** The actor of a page; whoever is not signed in is sent to sign in, and comes back here afterwards. */
export async function pageActor(): Promise<Actor> {
  try {
    return await currentActor();
  } catch (error) {
    if (error instanceof AppError && error.code === "unauthenticated") return signInFirst();
    throw error;
  }
}

/**
 * What a page shows, from its services: `const exam = await pageData(() => readExam(actor, id))`. What does not exist,
 * what lies outside the actor's rights and an address that makes no sense are one thing: not found. Anything else goes
 * to the error page.
 */
export async function pageData<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (thrown) {
    switch (toAppError(thrown).code) {
      case "not-found":
      case "forbidden":
      case "invalid-input":
        return notFound();
      case "unauthenticated":
        return signInFirst();
      default:
        throw thrown;
    }
  }
}

async function signInFirst(): Promise<never> {
  const returnTo = safeReturnTo((await headers()).get(RETURN_TO_HEADER));
  return redirect(returnTo === "/" ? "/sign-in" : `/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
}
