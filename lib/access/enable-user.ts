import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "./actor";
import { audit } from "./audit";
import { requireCan } from "./policy";
import { findUser, updateDisabledAt } from "./user-store";

/** Opens a disabled account again; she has to sign in anew. @throws AppError `forbidden`, `not-found` */
export async function enableUser(actor: Actor, userId: string): Promise<void> {
  requireCan(actor, "people.manage");
  await inTransaction(async (tx) => {
    const user = await findUser(tx, userId);
    if (user === null) throw new AppError("not-found");
    if (user.disabledAt === null) return;
    await updateDisabledAt(tx, userId, null);
    await audit(tx, actor, { type: "user.enabled", detail: { userId } });
  });
}
