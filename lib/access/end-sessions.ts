import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "./actor";
import { audit } from "./audit";
import { requireCan } from "./policy";
import { findUser, raiseSessionVersion } from "./user-store";

/** Ends every open session of a person (anybody may end her own). @throws AppError `forbidden`, `not-found` */
export async function endSessions(actor: Actor, userId: string): Promise<void> {
  if (userId !== actor.userId) requireCan(actor, "people.manage");
  await inTransaction(async (tx) => {
    if ((await findUser(tx, userId)) === null) throw new AppError("not-found");
    await raiseSessionVersion(tx, userId);
    await audit(tx, actor, { type: "sessions.ended", detail: { userId } });
  });
}
