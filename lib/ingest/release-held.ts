import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { inTransaction } from "@/lib/platform/db/client";
import { carryOut, type HeldOutcome } from "./carry-out";
import { requireHeldGroup, selectionFor } from "./decide-held";
import type { HeldGroupName } from "./held-selection";

/**
 * Lets the files of a group be judged again, by the rules as they are now.
 * @throws AppError `forbidden`; `not-found`; `conflict` for files that no rule ever lets pass
 */
export async function releaseHeldFiles(actor: Actor, name: HeldGroupName): Promise<HeldOutcome> {
  return inTransaction(async (tx) => {
    const group = await requireHeldGroup(actor, tx, name, "retry");
    const outcome = await carryOut(tx, actor, "release", name.siteId, selectionFor("retry", group));
    await audit(tx, actor, { type: "quarantine.released", detail: { siteId: name.siteId, ...outcome } });
    return outcome;
  });
}
