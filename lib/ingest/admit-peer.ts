import { BlockList, isIP } from "node:net";
import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { findPeer, type KnownPeer, touchPeer } from "./peer-store";

export interface CallingPeer {
  aeTitle: string;
  /** Address it calls from. */
  address: string;
  /** SHA-256 of its client certificate in hexadecimal; null without TLS. */
  certificate: string | null;
}

/**
 * The peer that calls, when its AE title is known, it calls from one of its addresses and, if one is set, with its
 * certificate; null refuses it: unknown peers are refused.
 * @throws AppError `forbidden`
 */
export async function admitPeer(actor: Actor, calling: CallingPeer): Promise<KnownPeer | null> {
  requireCan(actor, "ingest.manage", { siteId: null });
  const peer = await findPeer(db(), calling.aeTitle);
  if (!peer || !isFrom(peer.addresses, calling.address)) return null;
  if (peer.certificate !== null && Buffer.from(peer.certificate).toString("hex") !== calling.certificate)
    return null;
  await touchPeer(db(), peer.id);
  return peer;
}

/** Whether an address is one of a list of addresses and CIDR blocks; an empty list allows any. */
export function isFrom(allowed: readonly string[], address: string): boolean {
  if (allowed.length === 0) return true;
  // An IPv4 peer of a socket that listens on IPv6.
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  const list = new BlockList();
  for (const entry of allowed) {
    const [base = "", bits] = entry.split("/");
    const family = isIP(base) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(base, family);
    else list.addSubnet(base, Number(bits), family);
  }
  return list.check(plain, isIP(plain) === 6 ? "ipv6" : "ipv4");
}
