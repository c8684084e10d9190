import { type Actor, isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findNoticeSite, markAcknowledged } from "./notice-store";

/** Takes a notice off the list of everybody. @throws AppError `forbidden`; `not-found` when it is not open */
export async function acknowledgeNotice(actor: Actor, noticeId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const notice = await findNoticeSite(tx, noticeId);
    requireCan(actor, "network.manage", { siteId: notice?.siteId ?? null });
    if (!(await markAcknowledged(tx, noticeId, isSystem(actor) ? null : actor.userId)))
      throw new AppError("not-found");
    await audit(tx, actor, { type: "notice.acknowledged", detail: { noticeId } });
  });
}
