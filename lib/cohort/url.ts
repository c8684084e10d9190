import { deflateSync, Inflate } from "fflate";
import { canonicalJson } from "./canonical";
import type { Criteria } from "./criteria";
import { parseCriteria } from "./parse-criteria";

// A whole question in the address of a page. Browser-safe.

/** The name of the parameter. */
export const CRITERIA_PARAMETER = "q";
/** Longer addresses are refused by servers and proxies (Node reads 16 KiB of header). */
const MAX_CHARACTERS = 12_000;
/** Bytes of JSON. */
const MAX_INFLATED = 262_144;
/** Bytes given to the inflater at once: 1,032 times as many come out at most. */
const STEP = 64;

/** A question for the address of a page: its tree as it is, packed. */
export function encodeCriteria(criteria: Criteria): string {
  const packed = deflateSync(new TextEncoder().encode(canonicalJson(criteria)), { level: 9 });
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The bytes of a base64url text that has one spelling only; null for anything else. */
function unpacked(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
}

/** Inflates step by step, so that what is small in the address and huge unpacked stops early. */
function inflated(packed: Uint8Array): Uint8Array | null {
  const out = new Uint8Array(MAX_INFLATED);
  let length = 0;
  let tooLong = false;
  let ended = false;
  const inflate = new Inflate((chunk, final) => {
    tooLong ||= length + chunk.length > MAX_INFLATED;
    if (!tooLong) out.set(chunk, length);
    length += chunk.length;
    ended ||= final;
  });
  for (let at = 0; at < packed.length && !tooLong; at += STEP) {
    inflate.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
  }
  return tooLong || !ended ? null : out.subarray(0, length);
}

/** The question of an address; null for whatever is none, damaged, too long or too deep. */
export function decodeCriteria(text: string): Criteria | null {
  if (text.length === 0 || text.length > MAX_CHARACTERS) return null;
  try {
    const packed = unpacked(text);
    const json = packed && inflated(packed);
    return json && parseCriteria(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(json)));
  } catch {
    // Every way of being damaged ends here; an address is not worth a reason.
    return null;
  }
}
