import { AppError } from "@/lib/platform/errors";

/**
 * Bytes of one frame of encapsulated pixel data (PS3.5 A.4). `fragments[0]` is the basic offset table; it is
 * used where filled, else one fragment per frame, else the codestreams are told apart by their own start.
 * Throws AppError invalid-input where the frame cannot be found.
 */
export function encapsulatedFrame(
  fragments: readonly Uint8Array[],
  frameIndex: number,
  frames: number,
): Uint8Array {
  const [table, ...parts] = fragments;
  if (parts.length === 0) throw missing();
  if (frames === 1) return concatenate(parts);
  if (table && table.length >= 4 * frames) return byOffset(table, parts, frameIndex, frames);
  if (parts.length === frames) {
    const part = parts[frameIndex];
    if (part) return part;
  }
  const starts = parts.flatMap((part, index) => (startsCodestream(part) ? [index] : []));
  const start = starts[frameIndex];
  if (starts.length !== frames || start === undefined) throw missing();
  return concatenate(parts.slice(start, starts[frameIndex + 1]));
}

const ITEM_HEADER_BYTES = 8;

function byOffset(table: Uint8Array, parts: Uint8Array[], frameIndex: number, frames: number): Uint8Array {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const from = view.getUint32(4 * frameIndex, true);
  const to = frameIndex + 1 < frames ? view.getUint32(4 * frameIndex + 4, true) : Number.POSITIVE_INFINITY;
  let at = 0;
  const own = parts.filter((part) => {
    const inside = at >= from && at < to;
    at += ITEM_HEADER_BYTES + part.length;
    return inside;
  });
  if (own.length === 0) throw missing();
  return concatenate(own);
}

/** JPEG and JPEG-LS begin with SOI, JPEG 2000 codestreams with SOC. */
function startsCodestream(part: Uint8Array): boolean {
  return part[0] === 0xff && (part[1] === 0xd8 || part[1] === 0x4f);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function missing(): AppError {
  return new AppError("invalid-input", "the frame's compressed bytes are missing");
}
