import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { siteExists } from "@/lib/network/network-store";
import { inTransaction, Prisma } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { PeerInput } from "./peer";
import { findPeerByTitle, findPeerSite, writePeer } from "./peer-store";

/**
 * Adds a DICOM node that may send, or changes one; felt at its next association.
 * @returns its id
 * @throws AppError `forbidden`; `not-found` for an unknown peer or site; `conflict` (details.reason "title-taken")
 */
export async function savePeer(actor: Actor, { id, certificate, ...fields }: PeerInput): Promise<string> {
  requireCan(actor, "peers.manage");
  const taken = () => new AppError("conflict", undefined, { reason: "title-taken" });
  try {
    return await inTransaction(async (tx) => {
      if (id !== null && !(await findPeerSite(tx, id))) throw new AppError("not-found");
      if (!(await siteExists(tx, fields.siteId))) throw new AppError("not-found");
      const holder = await findPeerByTitle(tx, fields.aeTitle);
      if (holder && holder.id !== id) throw taken();
      const peerId = await writePeer(tx, id, {
        ...fields,
        certificate: certificate === null ? null : new Uint8Array(Buffer.from(certificate, "hex")),
      });
      const { siteId, enabled } = fields;
      await audit(tx, actor, { type: "peer.saved", detail: { peerId, siteId, enabled } });
      return peerId;
    });
  } catch (error) {
    // Two forms with one title at the same moment: the index decides.
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") throw taken();
    throw error;
  }
}
