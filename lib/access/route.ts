import type { NextRequest } from "next/server";
import { env } from "@/lib/platform/env";
import type { Actor } from "./actor";
import { currentActor } from "./current-actor";
import { logFailure, problemResponse, toAppError } from "./problem";
import { requireSameOrigin } from "./same-origin";

export interface RouteContext {
  request: NextRequest;
  /** The dynamic segments, to be parsed with zod. */
  params: unknown;
}

type NextRouteHandler = (request: NextRequest, context: { params: Promise<unknown> }) => Promise<Response>;

/**
 * A route for signed-in users: `export const GET = routeHandler(async ({ request, params, actor }) => Response)`.
 * Errors become problem documents; a changing request from another origin is refused.
 */
export function routeHandler(
  handle: (context: RouteContext & { actor: Actor }) => Promise<Response>,
): NextRouteHandler {
  return publicRouteHandler(async (context) => handle({ ...context, actor: await currentActor() }));
}

/** A route that anybody may call (health). */
export function publicRouteHandler(handle: (context: RouteContext) => Promise<Response>): NextRouteHandler {
  return async (request, context) => {
    try {
      requireSameOrigin(request, env().publicUrl);
      return await handle({ request, params: await context.params });
    } catch (thrown) {
      const error = toAppError(thrown);
      logFailure(error, { method: request.method });
      return problemResponse(error);
    }
  };
}
