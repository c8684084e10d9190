import { decompressSync, gzipSync } from "fflate";

import { decodeText, encodeText } from "@/lib/dicom/character-set";

/** Keys of GE's protocol block that may pass, and what their values look like. */
const PROTOCOL_KEYS: Readonly<Record<string, RegExp>> = {
  DELACQ: /^(?:Minimum|\d{0,6}(?:\.\d{1,6})?)$/,
  DELACQNOAV: /^\d{0,6}(?:\.\d{1,6})?$/,
  IOPT: /^[A-Za-z0-9_, ]{0,200}$/,
  MBACCEL: /^\d{0,3}$/,
  NOSLC: /^\d{0,4}$/,
  PHASEDELAYS1: /^[\d., ]{0,500}$/,
  SLICEORDER: /^\d{0,2}$/,
  VIEWORDER: /^\d{0,2}$/,
};

/** Imaging options as GE names them; anything else in the list is dropped. */
const IMAGING_OPTION =
  /^(?:[A-Za-z]{2,4}|Asset|ARC|EDR|MPhVar|Fast|Hyper\w{0,10}|ZIP\d{1,4}|IrPrep|Epi|Flow|Gat|Tailored|Square|RTIA|MultiBand|NoPhaseWrap|Seq|T2Prep)$/i;

const MAX_PROTOCOL_BYTES = 4_000_000;

/**
 * Rebuilds GE's protocol block (0025,xx1B), a length and a gzip stream with the file's name in it, from its named keys.
 * Null when it cannot be read.
 */
export function rebuildGeProtocol(bytes: Uint8Array): Uint8Array | null {
  const isGzip = (at: number): boolean => bytes[at] === 0x1f && bytes[at + 1] === 0x8b;
  const start = isGzip(4) ? 4 : isGzip(0) ? 0 : -1;
  if (start < 0 || bytes.length < start + 20) return null;
  const prefix = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const end = start === 4 && prefix <= bytes.length - 4 ? 4 + prefix : bytes.length;
  let text: string;
  try {
    const announced = new DataView(bytes.buffer, bytes.byteOffset + end - 4, 4).getUint32(0, true);
    if (announced > MAX_PROTOCOL_BYTES) return null;
    text = decodeText(decompressSync(bytes.subarray(start, end)), []);
  } catch {
    return null;
  }
  const kept: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const parts = /^\s*(?:set\s+)?([A-Z][A-Z0-9_]*)\s+"([^"]*)"/.exec(line);
    const [key, value] = [parts?.[1], parts?.[2]];
    if (key === undefined || value === undefined || !PROTOCOL_KEYS[key]?.test(value)) continue;
    const checked =
      key === "IOPT"
        ? value
            .split(/,\s*/)
            .filter((option) => IMAGING_OPTION.test(option.trim()))
            .join(", ")
        : value;
    kept.push(`set ${key} "${checked}"`);
  }
  const packed = gzipSync(encodeText(`${kept.join("\n")}\n`), { mtime: 0 });
  if (start === 0) return packed;
  const block = new Uint8Array(4 + packed.length);
  new DataView(block.buffer).setUint32(0, packed.length, true);
  block.set(packed, 4);
  return block;
}

/** What the digest of the rules covers of this file. */
export const GE_RULES: readonly string[] = Object.entries(PROTOCOL_KEYS).map(
  ([key, { source }]) => `${key} ${source}`,
);

const HEADER_POINTER = 24;
const MIN_HEADER_BYTES = 916;
const NEW_LAYOUT_VERSION = 25.002;
const NEW_LAYOUT_SHIFT = 0x4c;

/**
 * Rebuilds GE's user data (0043,xx2A): zeros but for the raw header's version, the EPI flag, the phase encoding polarity
 * and the view order, at the places where readers look for them. Null when it is too short or of another form.
 */
export function rebuildGeUserData(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < MIN_HEADER_BYTES) return null;
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = data.getUint16(HEADER_POINTER, true);
  if (bytes.length < header + MIN_HEADER_BYTES) return null;
  const version = data.getFloat32(header, true);
  if (!(version >= 5 && version <= 40)) return null;
  const isNew = version >= NEW_LAYOUT_VERSION;
  const base = header + (isNew ? NEW_LAYOUT_SHIFT : 0);
  const viewOrder = base + 0x394 - (isNew ? 0x8c : 0);
  const rebuilt = new Uint8Array(bytes.length);
  const keep = (at: number, length: number): void => rebuilt.set(bytes.subarray(at, at + length), at);
  keep(HEADER_POINTER, 2);
  keep(header, 4);
  keep(base + 0x30, 2);
  keep(base + 0x3a, 2);
  keep(viewOrder, 2);
  return rebuilt;
}
