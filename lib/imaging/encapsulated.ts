import { AppError } from "@/lib/platform/errors";
import type { ByteSource } from "@/lib/platform/byte-source";

/** No frame of 2²⁶ pixels compresses to more; the rest of such a fragment would only cost memory. */
const MOST_FRAME_BYTES = 2 ** 28;
const ITEM_HEADER_BYTES = 8;

/**
 * Bytes of one frame of encapsulated pixel data (PS3.5 A.4). `fragments[0]` is the basic offset table; it is
 * used where filled, else one fragment per frame, else the codestreams are told apart by their own start.
 * Throws AppError invalid-input where the frame cannot be found.
 */
export async function encapsulatedFrame(
  fragments: readonly ByteSource[],
  frameIndex: number,
  frames: number,
): Promise<Uint8Array> {
  const count = fragments.length - 1;
  if (count < 1) throw missing();
  if (frames === 1) return concatenate(fragments, 0, count);
  const map = await mapOf(fragments, frames);
  const table = map.offsets;
  if (table) {
    const from = firstAtOrAfter(map.ats, table[frameIndex] ?? 0);
    const next = table[frameIndex + 1];
    const to = next === undefined ? count : firstAtOrAfter(map.ats, next);
    return concatenate(fragments, from, to);
  }
  if (count === frames) return concatenate(fragments, frameIndex, frameIndex + 1);
  const starts = await map.starts();
  const start = starts[frameIndex];
  if (starts.length !== frames || start === undefined) throw missing();
  return concatenate(fragments, start, starts[frameIndex + 1] ?? count);
}

/** What is found out once about the fragments of an instance. */
interface FragmentMap {
  /** Where each fragment's item starts, counted from the first one's. */
  ats: Float64Array;
  /** Offsets of the frames, undefined where the table does not have them all. */
  offsets: Uint32Array | undefined;
  /** Fragments (from 0, without the table) that start a codestream. */
  starts: () => Promise<number[]>;
}

const maps = new WeakMap<readonly ByteSource[], { frames: number; map: Promise<FragmentMap> }>();

function mapOf(fragments: readonly ByteSource[], frames: number): Promise<FragmentMap> {
  const known = maps.get(fragments);
  if (known?.frames === frames) return known.map;
  const map = makeMap(fragments, frames);
  maps.set(fragments, { frames, map });
  // A source that fails once may answer the next time.
  map.catch(() => maps.delete(fragments));
  return map;
}

async function makeMap(fragments: readonly ByteSource[], frames: number): Promise<FragmentMap> {
  const [table, ...parts] = fragments;
  const ats = new Float64Array(parts.length);
  let at = 0;
  parts.forEach((part, index) => {
    ats[index] = at;
    at += ITEM_HEADER_BYTES + part.byteLength;
  });
  let offsets: Uint32Array | undefined;
  if (table && table.byteLength >= 4 * frames) {
    const bytes = await table.read(0, 4 * frames);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    offsets = Uint32Array.from({ length: frames }, (_, index) => view.getUint32(4 * index, true));
  }
  let starts: Promise<number[]> | undefined;
  return { ats, offsets, starts: () => (starts ??= findStarts(parts)) };
}

async function findStarts(parts: readonly ByteSource[]): Promise<number[]> {
  const starts: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.byteLength >= 2 && startsCodestream(await part.read(0, 2))) starts.push(index);
  }
  return starts;
}

/** Index of the first value that is not below `least`; the values ascend. */
function firstAtOrAfter(values: Float64Array, least: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** JPEG and JPEG-LS begin with SOI, JPEG 2000 codestreams with SOC. */
function startsCodestream(part: Uint8Array): boolean {
  return part[0] === 0xff && (part[1] === 0xd8 || part[1] === 0x4f);
}

/** Fragments [from, to), counted without the offset table. */
async function concatenate(fragments: readonly ByteSource[], from: number, to: number): Promise<Uint8Array> {
  const parts = fragments.slice(from + 1, to + 1);
  const [only] = parts;
  if (!only) throw missing();
  const byteLength = parts.reduce((sum, part) => sum + part.byteLength, 0);
  if (byteLength > MOST_FRAME_BYTES)
    throw new AppError("invalid-input", "a frame has more compressed bytes than any picture needs");
  if (parts.length === 1) return only.read(0, only.byteLength);
  const whole = new Uint8Array(byteLength);
  let at = 0;
  for (const part of parts) {
    whole.set(await part.read(0, part.byteLength), at);
    at += part.byteLength;
  }
  return whole;
}

function missing(): AppError {
  return new AppError("invalid-input", "the frame's compressed bytes are missing");
}
