import { type Actor, isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findUnseenFinding, markFindingSeen } from "./finding-store";

/**
 * Says that somebody has seen a finding: it goes on to be shown while it holds, and asks for nobody's attention.
 * @throws AppError `forbidden`; `not-found` when it does not hold or was acknowledged
 */
export async function acknowledgeFinding(actor: Actor, findingId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const finding = await findUnseenFinding(tx, findingId);
    requireCan(actor, "network.manage", { siteId: finding?.siteId ?? null });
    const userId = isSystem(actor) ? null : actor.userId;
    if (finding === null || !(await markFindingSeen(tx, findingId, userId))) throw new AppError("not-found");
    const { scannerId } = finding;
    await audit(tx, actor, { type: "scanner-finding.acknowledged", detail: { findingId, scannerId } });
  });
}
