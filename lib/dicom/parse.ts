import { Inflate } from "fflate";

import { Dataset } from "./dataset";
import { ElementReader, type Encoding, MoreBytesNeeded, type PixelPlace } from "./element-reader";
import { DicomParseError } from "./parse-error";
import { DEFAULT_LIMITS, type ParseLimits } from "./parse-limits";
import { dictionaryVr, groupOf, TAG, tagOf } from "./tags";
import { isEncapsulated, isReadable, TRANSFER_SYNTAX } from "./transfer-syntax";
import { isKnownVr } from "./vr";

export { DicomParseError, type DicomParseReason } from "./parse-error";
export type { ParseLimits } from "./parse-limits";

/** A parsed file. Values are little endian whatever the transfer syntax was; they are views of the input where possible. */
export interface DicomFile {
  /** Transfer syntax of the file as read (found by looking where the file does not say it). */
  transferSyntaxUid: string;
  /** File meta information (group 0002); empty where the file had none. */
  meta: Dataset;
  dataset: Dataset;
}

const META_ENCODING: Encoding = { explicit: true, littleEndian: true };

/**
 * Parses a DICOM file (PS3.10), also without preamble or meta information. What follows the pixel data is left out. Pure.
 * @throws DicomParseError, and nothing else
 */
export function parseDicom(bytes: Uint8Array, limits: Partial<ParseLimits> = {}): DicomFile {
  const bounds = { ...DEFAULT_LIMITS, ...limits };
  return parseBeginning(bytes, bytes.length, bounds, false).file;
}

/** A file whose pixel data may still lie in what is not in memory. */
export interface ParsedBeginning {
  file: DicomFile;
  /** Where the pixel data lies that was left out. */
  pixelPlace: PixelPlace | undefined;
  /** Elements, items and fragments so far. */
  elementCount: number;
}

/**
 * Parses a file of `byteLength` bytes of which the first are at hand.
 * @throws MoreBytesNeeded where these do not reach; DicomParseError
 */
export function parseBeginning(
  bytes: Uint8Array,
  byteLength: number,
  bounds: ParseLimits,
  leavesPixels: boolean,
): ParsedBeginning {
  if (byteLength > bounds.maxBytes) throw new DicomParseError("too-large");
  const start = findStart(bytes, byteLength);
  const meta = new Dataset();
  const metaEnd = readMeta(bytes, byteLength, start, meta, bounds);
  const declared = meta.uid(TAG.TransferSyntaxUID);
  if (declared !== undefined && !isReadable(declared))
    throw new DicomParseError("unsupported-transfer-syntax");

  let content = bytes;
  let contentStart = metaEnd;
  let contentEnd = byteLength;
  if (declared === TRANSFER_SYNTAX.deflatedExplicitLittleEndian) {
    if (bytes.length < byteLength) throw new MoreBytesNeeded(byteLength);
    content = inflate(bytes.subarray(metaEnd), bounds.maxInflatedBytes);
    contentStart = 0;
    contentEnd = content.length;
  }
  const encoding = findEncoding(content, contentStart, contentEnd, declared, metaEnd > start);
  const dataset = new Dataset();
  const isDeflated = content !== bytes;
  const reader = new ElementReader(content, bounds, leavesPixels && !isDeflated);
  reader.readDataset(dataset, contentStart, contentEnd, encoding, 0);
  const { pixelPlace, count: elementCount } = reader;
  if (dataset.elements.size === 0 && !pixelPlace) throw new DicomParseError("not-dicom", "no data set");
  const transferSyntaxUid = declared ?? transferSyntaxOf(encoding);
  if (dataset.get(TAG.PixelData)?.fragments) checkEncapsulation(transferSyntaxUid);
  return { file: { transferSyntaxUid, meta, dataset }, pixelPlace, elementCount };
}

/** @throws DicomParseError for fragments in a transfer syntax that has none */
export function checkEncapsulation(transferSyntaxUid: string): void {
  if (!isEncapsulated(transferSyntaxUid))
    throw new DicomParseError("unsupported-transfer-syntax", "compressed pixels, unknown how");
}

function hasMagic(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x44 && bytes[at + 1] === 0x49 && bytes[at + 2] === 0x43 && bytes[at + 3] === 0x4d;
}

/** Offset of the first data element. @throws DicomParseError `not-dicom` */
export function findStart(bytes: Uint8Array, byteLength: number): number {
  if (hasMagic(bytes, 128)) return 132;
  if (hasMagic(bytes, 0)) return 4;
  if (plausibleEncoding(bytes, 0, byteLength) !== undefined) return 0;
  throw new DicomParseError("not-dicom");
}

/** Reads group 0002; its length field is not trusted. Returns the offset of the data set. */
export function readMeta(
  bytes: Uint8Array,
  byteLength: number,
  start: number,
  meta: Dataset,
  limits: ParseLimits,
): number {
  if (bytes.length - start < 8) throw new DicomParseError("truncated");
  if (bytes[start] !== 0x02 || bytes[start + 1] !== 0x00) return start;
  const explicit = isKnownVr(vrAt(bytes, start));
  return new ElementReader(bytes, limits).readDataset(
    meta,
    start,
    byteLength,
    { ...META_ENCODING, explicit },
    0,
    (tag) => groupOf(tag) === 0x0002,
  );
}

function vrAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(bytes[at + 4] ?? 0, bytes[at + 5] ?? 0);
}

/** Encoding that the element at `at` shows, undefined where it looks like no start of a data set. */
function plausibleEncoding(bytes: Uint8Array, at: number, end: number): Encoding | undefined {
  if (bytes.length - at < 8) return undefined;
  const data = new DataView(bytes.buffer, bytes.byteOffset + at, 8);
  for (const littleEndian of [true, false]) {
    const group = data.getUint16(0, littleEndian);
    const tag = tagOf(group, data.getUint16(2, littleEndian));
    if (group !== 0x0002 && group !== 0x0004 && group !== 0x0008) continue;
    if (isKnownVr(vrAt(bytes, at))) return { explicit: true, littleEndian };
    const length = data.getUint32(4, littleEndian);
    if (littleEndian && dictionaryVr(tag) !== undefined && length <= end - at - 8) {
      return { explicit: false, littleEndian };
    }
  }
  return undefined;
}

/** What the bytes show wins over what the meta information says: some writers declare one and write another. */
export function findEncoding(
  bytes: Uint8Array,
  at: number,
  end: number,
  declared: string | undefined,
  hasMeta: boolean,
): Encoding {
  if (end - at >= 8 && bytes.length - at < 8) throw new MoreBytesNeeded(at + 8);
  const shown = plausibleEncoding(bytes, at, end);
  if (shown) return shown;
  if (bytes.length - at < 8) throw new DicomParseError("truncated", "no data set");
  // Meta information that does not name a transfer syntax leaves the default one (PS3.5 10.1).
  if (declared === undefined && !hasMeta) throw new DicomParseError("not-dicom");
  return {
    explicit: declared !== undefined && declared !== TRANSFER_SYNTAX.implicitLittleEndian,
    littleEndian: declared !== TRANSFER_SYNTAX.explicitBigEndian,
  };
}

function transferSyntaxOf(encoding: Encoding): string {
  if (!encoding.explicit) return TRANSFER_SYNTAX.implicitLittleEndian;
  return encoding.littleEndian ? TRANSFER_SYNTAX.explicitLittleEndian : TRANSFER_SYNTAX.explicitBigEndian;
}

const INFLATE_STEP = 65_536;

/** Inflates raw deflate (PS3.5 A.5) in small steps, so that a bomb stops at the limit and not at the end of memory. */
function inflate(bytes: Uint8Array, maxBytes: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let total = 0;
  const stream = new Inflate((chunk) => {
    total += chunk.length;
    if (total > maxBytes) throw new DicomParseError("too-large", "deflated data set");
    chunks.push(chunk);
  });
  try {
    for (let at = 0; at < bytes.length; at += INFLATE_STEP) {
      stream.push(bytes.subarray(at, at + INFLATE_STEP), at + INFLATE_STEP >= bytes.length);
    }
  } catch (error) {
    if (error instanceof DicomParseError) throw error;
    throw new DicomParseError("malformed", "deflated data set");
  }
  const whole = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
