import { BlockList, isIP } from "node:net";

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
