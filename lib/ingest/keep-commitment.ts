import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { seal } from "@/lib/deid/seal";
import { db } from "@/lib/platform/db/client";
import { secrets } from "@/lib/platform/secrets";
import { objectStore } from "@/lib/platform/store";
import { readCommitmentRequest } from "./commitment";
import { insertCommitment } from "./commitment-store";
import { heldKey } from "./held-key";
import type { KnownPeer } from "./peer-store";

/**
 * Keeps a peer's storage commitment request, sealed, until it is answered: it survives a restart.
 * @param request the N-ACTION's data set in its Part 10 form
 * @returns false when the peer has no address to report to
 * @throws AppError `forbidden`; `invalid-input` when it is no such request
 */
export async function keepCommitment(actor: Actor, peer: KnownPeer, request: Uint8Array): Promise<boolean> {
  requireCan(actor, "ingest.manage", { siteId: peer.siteId });
  if (peer.commitHost === null || peer.commitPort === null) return false;
  const id = randomUUID();
  const key = heldKey(id);
  const read = Buffer.from(JSON.stringify(readCommitmentRequest(request)));
  await objectStore().put(key, seal(secrets().sealKey, read, key));
  await insertCommitment(db(), id, peer.id);
  return true;
}
