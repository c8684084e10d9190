import { type ByteSource, sliceSource } from "@/lib/platform/byte-source";
import type { DicomElement } from "./dataset";
import { MoreBytesNeeded, type PixelPlace } from "./element-reader";
import {
  checkEncapsulation,
  type DicomFile,
  parseBeginning,
  parseDicom,
  type ParsedBeginning,
} from "./parse";
import { DicomParseError } from "./parse-error";
import { DEFAULT_LIMITS, type ParseLimits } from "./parse-limits";
import { littleEndianSource } from "./pixel-source";
import { TAG } from "./tags";

export interface OpenOptions extends Partial<ParseLimits> {
  /** Files up to this many bytes are read whole. */
  wholeBytes?: number;
  /** Bytes of a larger file that may come before its pixel data; they are held in memory. */
  maxHeaderBytes?: number;
}

const MIB = 2 ** 20;
const WHOLE_BYTES = 32 * MIB;
/** 20,000 frames with rich functional groups have about 100 MB. */
const MAX_HEADER_BYTES = 192 * MIB;
const FIRST_BYTES = MIB;
/** Read ahead of what is needed, so that little elements and fragments share a read. */
const WALK_BYTES = 4096;

/**
 * Opens a DICOM file without reading its pixel data, which stay in the source (`lazyBytes`, `lazyFragments`) and must
 * not change or close while the file is used. Small and deflated files are read whole. The same data set and the same
 * errors as `parseDicom` of all bytes; but a file with more before its pixel data than can be held is `too-large`.
 * @throws DicomParseError; and what the source throws when it cannot be read
 */
export async function openDicom(source: ByteSource, options: OpenOptions = {}): Promise<DicomFile> {
  const { wholeBytes = WHOLE_BYTES, maxHeaderBytes = MAX_HEADER_BYTES, ...limits } = options;
  const bounds = { ...DEFAULT_LIMITS, ...limits };
  const { byteLength } = source;
  if (byteLength > bounds.maxBytes) throw new DicomParseError("too-large");
  if (byteLength <= wholeBytes) return parseDicom(await source.read(0, byteLength), bounds);
  const { file, pixelPlace, elementCount } = await parseHeader(source, bounds, maxHeaderBytes);
  if (!pixelPlace) return file;
  const left = bounds.maxElements - elementCount;
  const element = await leavePixels(source, pixelPlace, left);
  if (element.lazyFragments && pixelPlace.tag === TAG.PixelData) checkEncapsulation(file.transferSyntaxUid);
  if (!file.dataset.has(pixelPlace.tag)) file.dataset.elements.set(pixelPlace.tag, element);
  return file;
}

/** Parses a beginning of the file, and a longer one until it reaches the pixel data. */
async function parseHeader(
  source: ByteSource,
  bounds: ParseLimits,
  maxHeaderBytes: number,
): Promise<ParsedBeginning> {
  const { byteLength } = source;
  let wanted = Math.min(byteLength, FIRST_BYTES);
  for (;;) {
    const bytes = await source.read(0, wanted);
    try {
      return parseBeginning(bytes, byteLength, bounds, true);
    } catch (error) {
      if (!(error instanceof MoreBytesNeeded)) throw error;
      if (error.end > maxHeaderBytes) throw new DicomParseError("too-large", "before the pixel data");
      // At least double: the work for all beginnings together stays within twice that for the last.
      wanted = Math.min(byteLength, maxHeaderBytes, Math.max(2 * wanted, error.end + WALK_BYTES));
    }
  }
}

async function leavePixels(source: ByteSource, place: PixelPlace, left: number): Promise<DicomElement> {
  const { vr, start, end, encoding } = place;
  if (end === undefined) return { vr, lazyFragments: await findFragments(source, place, left) };
  return { vr, lazyBytes: littleEndianSource(sliceSource(source, start, end), vr, encoding) };
}

const ITEM_HEADER_BYTES = 8;

/** Reads the item headers of encapsulated pixel data (PS3.5 A.4), with the checks of the reader in memory. */
async function findFragments(
  source: ByteSource,
  { start, encoding }: PixelPlace,
  left: number,
): Promise<ByteSource[]> {
  const { byteLength } = source;
  const fragments: ByteSource[] = [];
  let at = start;
  let window = { start: 0, bytes: new Uint8Array() };
  while (byteLength - at >= ITEM_HEADER_BYTES) {
    if (at < window.start || at + ITEM_HEADER_BYTES > window.start + window.bytes.length) {
      const bytes = await source.read(at, Math.min(byteLength, at + WALK_BYTES));
      window = { start: at, bytes: new Uint8Array(bytes) };
    }
    const header = new DataView(window.bytes.buffer, at - window.start, ITEM_HEADER_BYTES);
    const { littleEndian } = encoding;
    const tag = header.getUint16(0, littleEndian) * 0x10000 + header.getUint16(2, littleEndian);
    const length = header.getUint32(4, littleEndian);
    if (tag === 0xfffee0dd) return fragments;
    if (tag !== 0xfffee000) throw new DicomParseError("malformed", `no fragment at ${at}`);
    if (fragments.length >= left) throw new DicomParseError("too-many-elements");
    const from = at + ITEM_HEADER_BYTES;
    if (from + length > byteLength) throw new DicomParseError("truncated", `at ${at}`);
    fragments.push(sliceSource(source, from, from + length));
    at = from + length;
  }
  throw new DicomParseError("truncated", "pixel data without end");
}
