import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "./actor";
import { audit } from "./audit";
import { markRevoked } from "./invitation-store";
import { requireCan } from "./policy";

/** Makes a link unusable. @throws AppError `forbidden`; `not-found` when it was used, revoked or never made */
export async function revokeInvitation(actor: Actor, invitationId: string): Promise<void> {
  requireCan(actor, "people.manage");
  await inTransaction(async (tx) => {
    if (!(await markRevoked(tx, invitationId, now()))) throw new AppError("not-found");
    await audit(tx, actor, { type: "invitation.revoked", detail: { invitationId } });
  });
}
