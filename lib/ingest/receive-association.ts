import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { uidHash } from "@/lib/deid/identity";
import { AppError } from "@/lib/platform/errors";
import { secrets } from "@/lib/platform/secrets";
import { admitPeer, type CallingPeer } from "./admit-peer";
import { closeRun } from "./close-run";
import type { Admitted } from "./doors/dimse/server";
import { keepCommitment } from "./keep-commitment";
import { type OpenRun, openRun } from "./open-run";
import { receiveObject } from "./receive-object";
import { refuseAtDoor } from "./refuse-at-door";
import { requireRoom } from "./room";

/**
 * One association of the DICOM receiver: lets a known peer in and takes its objects over, as one delivery, whose account
 * is opened with the first object and held by the process whose sign of life is `holderId`.
 * @returns null for a peer that is refused
 */
export async function receiveAssociation(
  actor: Actor,
  calling: CallingPeer,
  holderId: string | null = null,
): Promise<Admitted | null> {
  requireCan(actor, "ingest.manage", { siteId: null });
  const peer = await admitPeer(actor, calling);
  if (!peer) return null;
  let run: OpenRun | null = null;
  return {
    peerId: peer.id,
    work: {
      async store({ sopInstanceUid, content }) {
        await requireRoom();
        run ??= await openRun(actor, {
          door: "c-store",
          siteCode: peer.siteCode,
          peerId: peer.id,
          holderId,
        });
        const hash = uidHash(secrets().uidKey, sopInstanceUid);
        try {
          await receiveObject(actor, run, { content, uidHash: hash });
        } catch (error) {
          if (error instanceof AppError && error.code === "too-large")
            await refuseAtDoor(actor, run, "too-large");
          throw error;
        }
      },
      commit: (request) => keepCommitment(actor, peer, request),
    },
    async end() {
      if (run) await closeRun(actor, run);
    },
  };
}
