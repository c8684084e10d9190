import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { can, requireSiteFilter } from "@/lib/access/policy";
import { findSiteNames } from "@/lib/network/network-store";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db/client";
import { listPeerRows, type PeerRow } from "./peer-store";

const DAY_MS = 86_400_000;

export interface PeerList {
  peers: PeerRow[];
  /** Sites that a peer can be put at. */
  sites: { id: string; name: string }[];
  mayManage: boolean;
}

/**
 * DICOM nodes of the actor's sites that may send, when they last called and what came from them in the last 24 hours.
 * @throws AppError `forbidden`
 */
export async function listPeers(actor: Actor): Promise<PeerList> {
  const filter = requireSiteFilter(actor, "ingest.read");
  const since = new Date(now().getTime() - DAY_MS);
  const peers = await listPeerRows(filter.kind === "all" ? null : filter.siteIds, since);
  await audit(db(), actor, { type: "peers.listed", detail: { shown: peers.length } });
  return { peers, sites: await findSiteNames(db(), filter), mayManage: can(actor, "peers.manage") };
}
