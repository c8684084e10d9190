import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Actor } from "./actor";
import { currentActor } from "./current-actor";
import { logFailure, type Problem, problemOf, toAppError } from "./problem";

export type ActionResult<T> = { ok: true; data: T } | { ok: false; problem: Problem };

/**
 * Runs the body of a server action for a signed-in user, over parsed input. (Next itself refuses an action called
 * from another origin.) What the browser sends is never trusted: the arguments of an action are as public as a route's.
 */
export async function runAction<Schema extends z.ZodType, T>(
  schema: Schema,
  input: unknown,
  handle: (actor: Actor, input: z.infer<Schema>) => Promise<T>,
): Promise<ActionResult<T>> {
  return bordered(async () => handle(await currentActor(), schema.parse(input)));
}

/** The same for an action that anybody may call (opening an account with a one-time link). */
export async function runPublicAction<Schema extends z.ZodType, T>(
  schema: Schema,
  input: unknown,
  handle: (input: z.infer<Schema>) => Promise<T>,
): Promise<ActionResult<T>> {
  return bordered(async () => handle(schema.parse(input)));
}

async function bordered<T>(run: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, data: await run() };
  } catch (thrown) {
    unstable_rethrow(thrown);
    const error = toAppError(thrown);
    logFailure(error, { method: "action" });
    return { ok: false, problem: problemOf(error) };
  }
}
