import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { objectStore } from "@/lib/platform/store";
import { findOpenCommitments } from "./commitment-store";
import { heldKey } from "./held-key";
import { deletePeer, findPeerSite } from "./peer-store";

/**
 * Removes a DICOM node, with its unanswered storage commitment requests; what it sent keeps its account.
 * @throws AppError `forbidden`; `not-found`
 */
export async function removePeer(actor: Actor, peerId: string): Promise<void> {
  requireCan(actor, "peers.manage");
  const requests = await inTransaction(async (tx) => {
    if (!(await findPeerSite(tx, peerId))) throw new AppError("not-found");
    const open = await findOpenCommitments(tx, peerId);
    await deletePeer(tx, peerId);
    await audit(tx, actor, { type: "peer.removed", detail: { peerId } });
    return open;
  });
  for (const id of requests) await objectStore().remove(heldKey(id));
}
