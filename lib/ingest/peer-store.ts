import { now } from "@/lib/platform/clock";
import { db, type Tx } from "@/lib/platform/db/client";

/** What admitting an association needs of a peer. */
export interface KnownPeer {
  id: string;
  siteId: string;
  siteCode: string;
  aeTitle: string;
  addresses: string[];
  certificate: Uint8Array | null;
  commitHost: string | null;
  commitPort: number | null;
}

const KNOWN = {
  id: true,
  siteId: true,
  aeTitle: true,
  addresses: true,
  certificate: true,
  commitHost: true,
  commitPort: true,
  site: { select: { code: true } },
} as const;

/** The enabled peer of this calling AE title, or null. */
export async function findPeer(tx: Tx, aeTitle: string): Promise<KnownPeer | null> {
  const peer = await tx.peer.findUnique({ where: { aeTitle, enabled: true }, select: KNOWN });
  if (!peer) return null;
  const { site, ...known } = peer;
  return { ...known, siteCode: site.code };
}

/** Notes that a peer called. */
export async function touchPeer(tx: Tx, peerId: string): Promise<void> {
  await tx.peer.update({ where: { id: peerId }, data: { lastContactAt: now() }, select: { id: true } });
}

/** A peer as the administration shows it. */
export interface PeerRow {
  id: string;
  siteId: string;
  siteName: string;
  name: string;
  aeTitle: string;
  addresses: string[];
  /** SHA-256 of its client certificate in hexadecimal. */
  certificate: string | null;
  enabled: boolean;
  commitHost: string | null;
  commitPort: number | null;
  lastContactAt: Date | null;
  /** Instances received since `since`. */
  received: number;
}

/** Peers of some sites (null: of all), by name, with what came from them since an instant. */
export async function listPeerRows(sites: readonly string[] | null, since: Date): Promise<PeerRow[]> {
  const peers = await db().peer.findMany({
    where: sites === null ? {} : { siteId: { in: [...sites] } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: {
      id: true,
      siteId: true,
      name: true,
      aeTitle: true,
      addresses: true,
      certificate: true,
      enabled: true,
      commitHost: true,
      commitPort: true,
      lastContactAt: true,
      site: { select: { name: true } },
    },
  });
  const received = await db().ingestRun.groupBy({
    by: ["peerId"],
    where: { peerId: { in: peers.map(({ id }) => id) }, startedAt: { gte: since } },
    _sum: { received: true },
  });
  const counts = new Map(received.map((row) => [row.peerId, row._sum.received ?? 0]));
  return peers.map(({ site, certificate, ...peer }) => ({
    ...peer,
    siteName: site.name,
    certificate: certificate && Buffer.from(certificate).toString("hex"),
    received: counts.get(peer.id) ?? 0,
  }));
}

export interface PeerFields {
  siteId: string;
  name: string;
  aeTitle: string;
  addresses: string[];
  certificate: Uint8Array<ArrayBuffer> | null;
  enabled: boolean;
  commitHost: string | null;
  commitPort: number | null;
}

/** Whose AE title this is; null when it is free. */
export async function findPeerByTitle(tx: Tx, aeTitle: string): Promise<{ id: string } | null> {
  return tx.peer.findUnique({ where: { aeTitle }, select: { id: true } });
}

export async function findPeerSite(tx: Tx, id: string): Promise<{ siteId: string } | null> {
  return tx.peer.findUnique({ where: { id }, select: { siteId: true } });
}

/** Writes a new peer, or changes one. @returns its id */
export async function writePeer(tx: Tx, id: string | null, fields: PeerFields): Promise<string> {
  const peer =
    id === null
      ? await tx.peer.create({ data: fields, select: { id: true } })
      : await tx.peer.update({ where: { id }, data: fields, select: { id: true } });
  return peer.id;
}

/** Removes a peer; its deliveries keep their accounts. */
export async function deletePeer(tx: Tx, id: string): Promise<void> {
  await tx.ingestRun.updateMany({ where: { peerId: id }, data: { peerId: null } });
  await tx.peer.delete({ where: { id }, select: { id: true } });
}
