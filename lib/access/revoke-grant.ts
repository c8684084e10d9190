import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "./actor";
import { audit } from "./audit";
import { markGrantRevoked } from "./grant-store";
import { requireCan } from "./policy";

/** Ends a grant, from its holder's next request on. @throws AppError `forbidden`; `not-found` when none is open */
export async function revokeGrant(actor: Actor, grantId: string): Promise<void> {
  requireCan(actor, "grants.manage");
  await inTransaction(async (tx) => {
    const userId = await markGrantRevoked(tx, grantId, now());
    if (userId === null) throw new AppError("not-found");
    await audit(tx, actor, { type: "grant.revoked", detail: { grantId, userId } });
  });
}
