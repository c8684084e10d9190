import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findHeldGroup, type HeldGroup } from "./held-files-store";
import type { HeldGroupName, HeldSelection } from "./held-selection";
import { decisionsFor, type HeldDecision } from "./rules/decisions";

/**
 * The group that a person decides about, when she may and when this decision is one for it.
 * @throws AppError `forbidden` without the right at the site of the held files; `not-found` when none is held any
 * more; `conflict` (details.reason "not-for-these-files") for a decision that the rules never let pass
 */
export async function requireHeldGroup(
  actor: Actor,
  tx: Tx,
  { siteId, groupKey }: HeldGroupName,
  decision: HeldDecision,
): Promise<HeldGroup> {
  requireCan(actor, "ingest.manage", { siteId });
  const group = await findHeldGroup(tx, siteId, groupKey);
  if (group === null) throw new AppError("not-found");
  if (!decisionsFor(group.reason, group.context).includes(decision))
    throw new AppError("conflict", undefined, { reason: "not-for-these-files" });
  return group;
}

/** All files that the decision is about: mapping a scanner lets every file of it go, whatever else differs. */
export function selectionFor(decision: HeldDecision, { groupKey, context }: HeldGroup): HeldSelection {
  if (decision === "scanner" && context.scannerKey !== undefined)
    return { by: "scanner", scannerKey: context.scannerKey };
  if (decision === "creators" && context.creatorHashes !== undefined)
    return { by: "creators", creatorHashes: context.creatorHashes };
  return { by: "group", key: groupKey };
}
