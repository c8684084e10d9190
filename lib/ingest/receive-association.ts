import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { uidHash } from "@/lib/deid/identity";
import { secrets } from "@/lib/platform/secrets";
import { admitPeer, type CallingPeer } from "./admit-peer";
import { closeRun } from "./close-run";
import type { Admitted } from "./doors/dimse/server";
import { keepCommitment } from "./keep-commitment";
import { type OpenRun, openRun } from "./open-run";
import { receiveObject } from "./receive-object";
import { requireRoom } from "./room";

/**
 * One association of the DICOM receiver: lets a known peer in and takes its objects over, as one delivery, whose account
 * is opened with the first object.
 * @returns null for a peer that is refused
 */
export async function receiveAssociation(actor: Actor, calling: CallingPeer): Promise<Admitted | null> {
  requireCan(actor, "ingest.manage", { siteId: null });
  const peer = await admitPeer(actor, calling);
  if (!peer) return null;
  let run: OpenRun | null = null;
  return {
    peerId: peer.id,
    work: {
      async store({ sopInstanceUid, content }) {
        await requireRoom();
        run ??= await openRun(actor, { door: "c-store", siteCode: peer.siteCode, peerId: peer.id });
        await receiveObject(actor, run, { content, uidHash: uidHash(secrets().uidKey, sopInstanceUid) });
      },
      commit: (request) => keepCommitment(actor, peer, request),
    },
    async end() {
      if (run) await closeRun(actor, run);
    },
  };
}
