import type { Actor } from "@/lib/access/actor";
import { type Receiver, type ReceiverOptions, startReceiver } from "../doors/dimse/server";
import type { PeerInput } from "../peer";
import { receiveAssociation } from "../receive-association";

/** A receiver on a free port of this machine, as scripts/receiver.ts starts it. */
export function listeningReceiver(actor: Actor, options: Partial<ReceiverOptions> = {}): Promise<Receiver> {
  return startReceiver({
    host: "127.0.0.1",
    port: 0,
    aeTitle: "ARIANE",
    tls: null,
    maxObjectBytes: 2 ** 30,
    maxAssociations: 32,
    maxAssociationsPerPeer: 24,
    requestTimeoutMs: 5_000,
    idleTimeoutMs: 20_000,
    admit: (calling) => receiveAssociation(actor, calling),
    ...options,
  });
}

/** A peer with nothing but its name. */
export function plainPeer(siteId: string, aeTitle: string, given: Partial<PeerInput> = {}): PeerInput {
  return {
    id: null,
    siteId,
    name: aeTitle,
    aeTitle,
    addresses: ["127.0.0.0/8"],
    certificate: null,
    enabled: true,
    commitHost: null,
    commitPort: null,
    ...given,
  };
}
