import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { uidHash } from "@/lib/deid/identity";
import { peekDataset } from "@/lib/dicom/peek";
import { AppError } from "@/lib/platform/errors";
import { secrets } from "@/lib/platform/secrets";
import { admitPeer, type CallingPeer } from "./admit-peer";
import { closeRun } from "./close-run";
import type { Admitted } from "./doors/dimse/server";
import { peekContent, readAway } from "./doors/incoming";
import { keepCommitment } from "./keep-commitment";
import { type OpenRun, openRun } from "./open-run";
import { receiveObject } from "./receive-object";
import { refuseAtDoor } from "./refuse-at-door";
import { requireRoom } from "./room";

/**
 * SOP class and instance stand at the very beginning of a data set; more than this is never waited for, and what is
 * read of it is bounded by it: it costs the association nothing.
 */
const HEAD_BYTES = 4096;

/** What can be said against an object by its first bytes; the rest is judged later, in a thread that can be ended. */
function objectionTo(
  head: Uint8Array,
  command: { sopClassUid: string; sopInstanceUid: string },
): "not-as-commanded" | "unreadable" | null {
  const told = peekDataset(head);
  if (told === null) return null;
  if (!told.isReadable) return "unreadable";
  const isOther = (said: string | undefined, commanded: string) => said !== undefined && said !== commanded;
  return isOther(told.sopClassUid, command.sopClassUid) ||
    isOther(told.sopInstanceUid, command.sopInstanceUid)
    ? "not-as-commanded"
    : null;
}

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
      async store({ sopClassUid, sopInstanceUid, content }) {
        await requireRoom();
        const { head, whole } = await peekContent(content, HEAD_BYTES);
        run ??= await openRun(actor, {
          door: "c-store",
          siteCode: peer.siteCode,
          peerId: peer.id,
          holderId,
        });
        const objection = objectionTo(head, { sopClassUid, sopInstanceUid });
        try {
          if (objection) {
            // Counted only when it has come whole: of one that is cut off nobody is told anything.
            await readAway(whole);
            await refuseAtDoor(actor, run, objection);
            return objection;
          }
          const hash = uidHash(secrets().uidKey, sopInstanceUid);
          await receiveObject(actor, run, { content: whole, uidHash: hash });
          return "taken";
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
