import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "./actor";
import { audit } from "./audit";
import { requireCan } from "./policy";
import { findUser, lockAdministrators, updateDisabledAt } from "./user-store";

/**
 * Closes an account and ends its sessions, from the next request on. Its grants stay on record.
 * @throws AppError `forbidden`; `not-found`; `conflict` (details.reason "self" or "last-administrator").
 */
export async function disableUser(actor: Actor, userId: string): Promise<void> {
  requireCan(actor, "people.manage");
  if (userId === actor.userId) throw new AppError("conflict", undefined, { reason: "self" });
  await inTransaction(async (tx) => {
    const administrators = await lockAdministrators(tx);
    const user = await findUser(tx, userId);
    if (user === null) throw new AppError("not-found");
    if (administrators.length === 1 && administrators[0] === userId) {
      throw new AppError("conflict", undefined, { reason: "last-administrator" });
    }
    if (user.disabledAt !== null) return;
    await updateDisabledAt(tx, userId, now());
    await audit(tx, actor, { type: "user.disabled", detail: { userId } });
  });
}
