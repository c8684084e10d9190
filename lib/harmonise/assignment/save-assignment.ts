import { type Actor, isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { queueRejudging } from "@/lib/harmonise/queue-judging";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { countUnknown, lockRules, replaceRules } from "./assignment-store";
import type { AssignmentDraft } from "./assignment-view";

/**
 * Puts an ordered list of rules in the place of the one before, and has every exam judged anew.
 * @returns the id of the task that judges
 * @throws AppError `forbidden` without the right to write protocols; `conflict` (details.reason "assignment-changed")
 * when somebody else has saved meanwhile; `not-found` for a project or protocol that does not exist
 */
export async function saveAssignment(actor: Actor, { seen, rules }: AssignmentDraft): Promise<string> {
  requireCan(actor, "protocols.manage");
  return inTransaction(async (tx) => {
    const standing = await lockRules(tx);
    if (standing.join() !== seen.join())
      throw new AppError("conflict", undefined, { reason: "assignment-changed" });
    if ((await countUnknown(tx, rules)) > 0) throw new AppError("not-found");
    await replaceRules(tx, rules);
    await audit(tx, actor, { type: "assignment.saved", detail: { rules: rules.length } });
    return queueRejudging(tx, {
      reason: "assignment-changed",
      selection: { by: "all" },
      createdById: isSystem(actor) ? null : actor.userId,
    });
  });
}
