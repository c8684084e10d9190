import { z } from "zod";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { type Actor, ROLES } from "./actor";
import { audit } from "./audit";
import { requireCan } from "./policy";
import { findUser, lockAdministrators, updateRoles } from "./user-store";

export const setUserRolesSchema = z.object({ userId: z.guid(), roles: z.array(z.enum(ROLES)).min(1) });

/**
 * Replaces the roles of a person, from her next request on.
 * @throws AppError `forbidden`; `not-found`; `conflict` (details.reason "last-administrator") when nobody would be
 * left to manage people.
 */
export async function setUserRoles(actor: Actor, input: z.infer<typeof setUserRolesSchema>): Promise<void> {
  requireCan(actor, "people.manage");
  const roles = ROLES.filter((role) => input.roles.includes(role));
  await inTransaction(async (tx) => {
    const administrators = await lockAdministrators(tx);
    if ((await findUser(tx, input.userId)) === null) throw new AppError("not-found");
    const others = administrators.filter((id) => id !== input.userId);
    if (!roles.includes("admin") && administrators.length > 0 && others.length === 0) {
      throw new AppError("conflict", undefined, { reason: "last-administrator" });
    }
    await updateRoles(tx, input.userId, roles);
    await audit(tx, actor, { type: "user.roles-changed", detail: { userId: input.userId, roles } });
  });
}
