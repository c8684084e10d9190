"use server";

import type { OwnRequest } from "@/components/cohorts/request/request-access-dialog";
import { type ActionResult, runAction } from "@/lib/access/action";
import { listOwnRequests } from "@/lib/cohort/list-own-requests";
import { requestAccess, requestAccessSchema } from "@/lib/cohort/request-access";

/** Keeps a request and gives back all of one's own. */
export async function requestAccessToAnswer(input: unknown): Promise<ActionResult<OwnRequest[]>> {
  return runAction(requestAccessSchema, input, async (actor, request) => {
    await requestAccess(actor, request);
    return (await listOwnRequests(actor)).map(({ id, level, state, createdAt }) => ({
      id,
      level,
      state,
      createdAt,
    }));
  });
}
