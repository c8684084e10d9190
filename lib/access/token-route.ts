import type { NextRequest } from "next/server";
import { logFailure, problemResponse, toAppError } from "./problem";
import type { RouteContext } from "./route";
import { tokenBearer, type TokenBearer } from "./token-actor";

type NextRouteHandler = (request: NextRequest, context: { params: Promise<unknown> }) => Promise<Response>;

/**
 * A route for programs, which carry a token. No cookie is read, so there is nothing that a page of another origin
 * could use, and no origin to ask for.
 */
export function tokenRouteHandler(
  handle: (context: RouteContext & TokenBearer) => Promise<Response>,
): NextRouteHandler {
  return async (request, context) => {
    try {
      const bearer = await tokenBearer(request.headers);
      return await handle({ request, params: await context.params, ...bearer });
    } catch (thrown) {
      const error = toAppError(thrown);
      logFailure(error, { method: request.method });
      const response = problemResponse(error);
      if (error.code === "unauthenticated") response.headers.set("www-authenticate", 'Bearer realm="ariane"');
      return response;
    }
  };
}
