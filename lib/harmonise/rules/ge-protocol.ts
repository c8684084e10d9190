import { decompressSync } from "fflate";
import type { Dataset } from "@/lib/dicom/dataset";

/** GE's protocol block, key to value. */
export type GeProtocol = ReadonlyMap<string, string>;

/** The block is a few kB; what announces more is none. */
const MOST_BYTES = 4_000_000;

/** Reads (0025,xx1B): a length, then a gzip stream of lines `set KEY "value"`; empty where there is none that can be read. */
export function geProtocol(dataset: Dataset): GeProtocol {
  const protocol = new Map<string, string>();
  const bytes = dataset.privateElement(0x0025, "GEMS_SERS_01", 0x1b)?.bytes;
  if (!bytes) return protocol;
  const start = [4, 0].find((at) => bytes[at] === 0x1f && bytes[at + 1] === 0x8b);
  if (start === undefined || bytes.length < start + 18) return protocol;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = start === 4 ? Math.min(bytes.length, 4 + view.getUint32(0, true)) : bytes.length;
  if (end < start + 18 || view.getUint32(end - 4, true) > MOST_BYTES) return protocol;
  let text: string;
  try {
    text = new TextDecoder("latin1").decode(decompressSync(bytes.subarray(start, end)));
  } catch {
    // Not the block that it looks like: as if it were absent.
    return protocol;
  }
  for (const line of text.split(/\r?\n/)) {
    const parts = /^\s*(?:set\s+)?([A-Z][A-Z0-9_]*)\s+"([^"]*)"/.exec(line);
    if (parts?.[1] !== undefined && parts[2] !== undefined) protocol.set(parts[1], parts[2]);
  }
  return protocol;
}
