import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { findAssignment } from "./assignment-store";
import type { AssignmentView } from "./assignment-view";

/**
 * The rules that say which protocols judge an exam, in their order, with the projects and protocols that they can name.
 * @throws AppError `forbidden` without the right to write protocols
 */
export async function listAssignment(actor: Actor): Promise<AssignmentView> {
  requireCan(actor, "protocols.manage");
  return inTransaction(async (tx) => {
    const assignment = await findAssignment(tx);
    await audit(tx, actor, { type: "assignment.listed", detail: { shown: assignment.rules.length } });
    return assignment;
  });
}
