import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { inTransaction } from "@/lib/platform/db/client";
import { carryOut, type HeldOutcome } from "./carry-out";
import { requireHeldGroup, selectionFor } from "./decide-held";
import type { HeldGroupName } from "./held-selection";

/**
 * Erases the bytes of a group's files for ever; they stay counted as quarantined.
 * @throws AppError `forbidden`; `not-found`
 */
export async function eraseHeldFiles(actor: Actor, name: HeldGroupName): Promise<HeldOutcome> {
  return inTransaction(async (tx) => {
    const group = await requireHeldGroup(actor, tx, name, "erase");
    const outcome = await carryOut(tx, actor, "erase", name.siteId, selectionFor("erase", group));
    await audit(tx, actor, { type: "quarantine.erased", detail: { siteId: name.siteId, ...outcome } });
    return outcome;
  });
}
