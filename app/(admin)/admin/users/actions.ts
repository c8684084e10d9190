"use server";

import { z } from "zod";
import { type ActionResult, runAction } from "@/lib/access/action";
import { disableUser } from "@/lib/access/disable-user";
import { enableUser } from "@/lib/access/enable-user";
import { endSessions } from "@/lib/access/end-sessions";
import { setUserRoles, setUserRolesSchema } from "@/lib/access/set-user-roles";

const idSchema = z.guid();

export async function setRoles(input: z.infer<typeof setUserRolesSchema>): Promise<ActionResult<null>> {
  return runAction(setUserRolesSchema, input, async (actor, parsed) => {
    await setUserRoles(actor, parsed);
    return null;
  });
}

export async function disable(userId: string): Promise<ActionResult<null>> {
  return runAction(idSchema, userId, async (actor, id) => {
    await disableUser(actor, id);
    return null;
  });
}

export async function enable(userId: string): Promise<ActionResult<null>> {
  return runAction(idSchema, userId, async (actor, id) => {
    await enableUser(actor, id);
    return null;
  });
}

export async function endAllSessions(userId: string): Promise<ActionResult<null>> {
  return runAction(idSchema, userId, async (actor, id) => {
    await endSessions(actor, id);
    return null;
  });
}
