import { Dataset, type DicomElement } from "./dataset";
import { DicomParseError } from "./parse-error";
import { DEFAULT_LIMITS, type ParseLimits } from "./parse-limits";
import { dictionaryVr, formatTag, isPrivate, isPrivateCreator, TAG, tagOf, type Tag } from "./tags";
import { hasLongLength, isKnownVr, wordBytes } from "./vr";

/** How a data set is encoded. */
export interface Encoding {
  explicit: boolean;
  littleEndian: boolean;
}

const UNDEFINED_LENGTH = 0xffffffff;
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
/** Trailing padding of a whole data set (PS3.10 7.2). */
const TRAILING_PADDING = 0xfffcfffc;

/** Header of one element: where its value starts and how long it says it is. */
interface Header {
  tag: Tag;
  vr: string;
  start: number;
  length: number;
}

/** Pixel data of the data set itself; nothing after it is read (PS3.10 7.2 padding, signatures, vendors' trailers). */
const PIXEL_DATA: ReadonlySet<Tag> = new Set([TAG.PixelData, TAG.FloatPixelData, TAG.DoubleFloatPixelData]);

/** The bytes at hand end before what has to be read does; the file itself goes on. */
export class MoreBytesNeeded extends Error {
  override readonly name = "MoreBytesNeeded";

  constructor(readonly end: number) {
    super("more bytes needed");
  }
}

/** Where the pixel data of a file lies that is not in memory whole. */
export interface PixelPlace {
  tag: Tag;
  vr: string;
  start: number;
  /** Undefined for encapsulated pixel data, whose fragments have to be walked. */
  end: number | undefined;
  encoding: Encoding;
}

/** Reads data elements of one byte buffer; every length is checked against its container before it is believed. */
export class ElementReader {
  private readonly data: DataView;
  private elementCount = 0;
  /** Set where the pixel data was left where it is. */
  pixelPlace: PixelPlace | undefined;

  /** @param leavesPixels the buffer is the beginning of a larger file, and pixel data is noted instead of read */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly limits: ParseLimits,
    private readonly leavesPixels = false,
  ) {
    this.data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Elements, items and fragments read so far. */
  get count(): number {
    return this.elementCount;
  }

  private need(end: number): void {
    if (end > this.bytes.length) throw new MoreBytesNeeded(end);
  }

  /**
   * Reads elements from `start` until `end`, an item delimiter, or (at depth 0) pixel data or trailing padding.
   * @param acceptTag at depth 0: stops before the first tag that it refuses (for the file meta group)
   */
  readDataset(
    into: Dataset,
    start: number,
    end: number,
    encoding: Encoding,
    depth: number,
    acceptTag?: (tag: Tag) => boolean,
  ): number {
    if (depth > this.limits.maxDepth) throw new DicomParseError("too-deep");
    let at = start;
    while (at < end) {
      if (depth === 0 && this.isPaddingUntil(at, end)) return end;
      if (end - at < 8) throw this.outOfBounds(depth, at);
      this.need(at + 8);
      const tag = this.readTag(at, encoding);
      if (acceptTag && !acceptTag(tag)) return at;
      if (tag === ITEM_END && depth > 0) return at + 8;
      if (depth === 0 && tag === TRAILING_PADDING) return end;
      if (tag >= ITEM) throw new DicomParseError("malformed", `stray delimiter at ${at}`);
      this.countOne();
      const header = this.readHeader(at, end, tag, encoding, into, depth);
      const isPixels = depth === 0 && PIXEL_DATA.has(tag);
      if (isPixels && this.leavesPixels && this.notePixels(header, end, encoding, into)) return end;
      const { element, next } = this.readValue(header, end, encoding, into, depth);
      if (!into.elements.has(tag)) into.elements.set(tag, element);
      if (isPixels) return end;
      at = next;
    }
    return at;
  }

  /** Notes where pixel data lies; false for a form that has to be read like any other element. */
  private notePixels(header: Header, end: number, encoding: Encoding, context: Dataset): boolean {
    const { tag, start, length } = header;
    if (header.vr === "SQ") return false;
    if (length === UNDEFINED_LENGTH) {
      if (!isFragmented(header)) return false;
      this.pixelPlace = { tag, vr: "OB", start, end: undefined, encoding };
      return true;
    }
    if (start + length > end) throw new DicomParseError("truncated", `${formatTag(tag)} at ${start}`);
    const isUnknown = header.vr === "UN";
    const vr = isUnknown ? resolveVr(tag, dictionaryVr(tag), length, context) : header.vr;
    this.pixelPlace = {
      tag,
      vr,
      start,
      end: start + length,
      // What came as UN is little endian whatever the rest is (PS3.5 6.2.2).
      encoding: isUnknown ? { ...encoding, littleEndian: true } : encoding,
    };
    return true;
  }

  /** Reads the whole buffer as the items of one sequence. */
  readSequence(context: Dataset, encoding: Encoding): Dataset[] {
    const items: Dataset[] = [];
    this.readItems(items, 0, this.bytes.length, encoding, context, 0, false);
    return items;
  }

  private countOne(): void {
    this.elementCount += 1;
    if (this.elementCount > this.limits.maxElements) throw new DicomParseError("too-many-elements");
  }

  private outOfBounds(depth: number, at: number): DicomParseError {
    return new DicomParseError(depth === 0 ? "truncated" : "lying-length", `at ${at}`);
  }

  /** Some writers pad files with zeros; a tag (0000,0000) can start nothing. */
  private isPaddingUntil(at: number, end: number): boolean {
    if (this.bytes[at] !== 0 || this.bytes[at + 1] !== 0) return false;
    const available = Math.min(end, this.bytes.length);
    for (let position = at; position < available; position += 1) if (this.bytes[position] !== 0) return false;
    this.need(end);
    return true;
  }

  private readTag(at: number, encoding: Encoding): Tag {
    return tagOf(
      this.data.getUint16(at, encoding.littleEndian),
      this.data.getUint16(at + 2, encoding.littleEndian),
    );
  }

  private readHeader(
    at: number,
    end: number,
    tag: Tag,
    encoding: Encoding,
    context: Dataset,
    depth: number,
  ): Header {
    const { littleEndian } = encoding;
    if (end - at >= 12) this.need(at + 12);
    const written = String.fromCharCode(this.bytes[at + 4] ?? 0, this.bytes[at + 5] ?? 0);
    if (encoding.explicit && /^[A-Z]{2}$/.test(written)) {
      // A VR newer than this table has the long form (PS3.5 7.1.2 note).
      const long = hasLongLength(written) || !isKnownVr(written);
      if (!long)
        return { tag, vr: written, start: at + 8, length: this.data.getUint16(at + 6, littleEndian) };
      if (end - at < 12) throw this.outOfBounds(depth, at);
      const length = this.data.getUint32(at + 8, littleEndian);
      const vr = isKnownVr(written) ? written : "UN";
      return { tag, vr, start: at + 12, length };
    }
    const length = this.data.getUint32(at + 4, littleEndian);
    return { tag, vr: resolveVr(tag, dictionaryVr(tag), length, context), start: at + 8, length };
  }

  private readValue(
    header: Header,
    end: number,
    encoding: Encoding,
    context: Dataset,
    depth: number,
  ): { element: DicomElement; next: number } {
    const { tag, start, length } = header;
    if (length === UNDEFINED_LENGTH) return this.readUndefinedLength(header, end, encoding, context, depth);
    const next = start + length;
    if (next > end) {
      throw new DicomParseError(depth === 0 ? "truncated" : "lying-length", `${formatTag(tag)} at ${start}`);
    }
    if (header.vr === "SQ") {
      const items: Dataset[] = [];
      this.readItems(items, start, next, encoding, context, depth, false);
      return { element: { vr: "SQ", items }, next };
    }
    this.need(next);
    if (header.vr === "UN") return { element: this.readUnknown(header, next, context, depth), next };
    const bytes = this.bytes.subarray(start, next);
    return { element: { vr: header.vr, bytes: toLittleEndian(bytes, header.vr, encoding) }, next };
  }

  /** A UN element that the dictionary knows gets its VR back; its bytes are implicit little endian (PS3.5 6.2.2). */
  private readUnknown(header: Header, next: number, context: Dataset, depth: number): DicomElement {
    const { tag, start, length } = header;
    const bytes = this.bytes.subarray(start, next);
    const known = isPrivate(tag) && !isPrivateCreator(tag) ? undefined : dictionaryVr(tag);
    if (known === undefined) return { vr: "UN", bytes };
    const vr = resolveVr(tag, known, length, context);
    if (vr !== "SQ") return { vr, bytes };
    try {
      const items: Dataset[] = [];
      this.readItems(items, start, next, { explicit: false, littleEndian: true }, context, depth, false);
      return { vr, items };
    } catch (error) {
      if (error instanceof DicomParseError && error.reason !== "too-many-elements")
        return { vr: "UN", bytes };
      throw error;
    }
  }

  private readUndefinedLength(
    header: Header,
    end: number,
    encoding: Encoding,
    context: Dataset,
    depth: number,
  ): { element: DicomElement; next: number } {
    const { tag, vr, start } = header;
    if (isFragmented(header)) {
      const fragments: Uint8Array[] = [];
      const next = this.readFragments(fragments, start, end, encoding, depth);
      return { element: { vr: "OB", fragments }, next };
    }
    if (vr !== "SQ" && vr !== "UN")
      throw new DicomParseError("lying-length", `${formatTag(tag)} at ${start}`);
    const items: Dataset[] = [];
    const inner = vr === "UN" ? { explicit: false, littleEndian: true } : encoding;
    const next = this.readItems(items, start, end, inner, context, depth, true);
    return { element: { vr: "SQ", items }, next };
  }

  private readItems(
    items: Dataset[],
    start: number,
    end: number,
    encoding: Encoding,
    context: Dataset,
    depth: number,
    delimited: boolean,
  ): number {
    const characterSets = context.characterSets;
    let at = start;
    while (at < end) {
      if (end - at < 8) throw this.outOfBounds(depth, at);
      this.need(at + 8);
      const tag = this.readTag(at, encoding);
      const length = this.data.getUint32(at + 4, encoding.littleEndian);
      if (tag === SEQUENCE_END) return at + 8;
      if (tag !== ITEM) throw new DicomParseError("malformed", `no item at ${at}`);
      this.countOne();
      const item = new Dataset(characterSets);
      const itemEnd = length === UNDEFINED_LENGTH ? end : at + 8 + length;
      if (itemEnd > end) throw new DicomParseError("lying-length", `item at ${at}`);
      at = this.readDataset(item, at + 8, itemEnd, encoding, depth + 1);
      items.push(item);
    }
    if (delimited) throw this.outOfBounds(depth, at);
    return at;
  }

  private readFragments(
    fragments: Uint8Array[],
    start: number,
    end: number,
    encoding: Encoding,
    depth: number,
  ): number {
    let at = start;
    while (end - at >= 8) {
      this.need(at + 8);
      const tag = this.readTag(at, encoding);
      const length = this.data.getUint32(at + 4, encoding.littleEndian);
      if (tag === SEQUENCE_END) return at + 8;
      if (tag !== ITEM) throw new DicomParseError("malformed", `no fragment at ${at}`);
      this.countOne();
      if (at + 8 + length > end) throw this.outOfBounds(depth, at);
      this.need(at + 8 + length);
      fragments.push(this.bytes.subarray(at + 8, at + 8 + length));
      at += 8 + length;
    }
    throw new DicomParseError("truncated", "pixel data without end");
  }
}

/** True for an element of undefined length that holds fragments and not items. */
function isFragmented({ tag, vr }: Header): boolean {
  return tag === TAG.PixelData || vr === "OB" || vr === "OW";
}

/** VR where the file does not say it; ambiguous ones are settled by PixelRepresentation (PS3.5 A.1). */
function resolveVr(tag: Tag, known: string | undefined, length: number, context: Dataset): string {
  switch (known) {
    case undefined:
      return length === UNDEFINED_LENGTH ? "SQ" : "UN";
    case "xs":
      return context.number(TAG.PixelRepresentation) === 1 ? "SS" : "US";
    case "ox":
    case "lt":
    case "px":
      return "OW";
    default:
      return known;
  }
}

/** Copies big-endian words into little-endian order; other values stay a view of the file. */
export function toLittleEndian(bytes: Uint8Array, vr: string, encoding: Encoding): Uint8Array {
  const size = wordBytes(vr);
  if (encoding.littleEndian || size === 1) return bytes;
  const swapped = new Uint8Array(bytes.length);
  const whole = bytes.length - (bytes.length % size);
  for (let at = 0; at < whole; at += size) {
    for (let byte = 0; byte < size; byte += 1) swapped[at + byte] = bytes[at + size - 1 - byte] ?? 0;
  }
  swapped.set(bytes.subarray(whole), whole);
  return swapped;
}

/**
 * Items of a private sequence that an implicit file gives as bytes of unknown VR; undefined where the bytes are no items.
 * The encoding is the one PS3.5 6.2.2 prescribes for such values.
 */
export function parseUnknownSequence(
  bytes: Uint8Array,
  characterSets: readonly string[],
  limits: ParseLimits = DEFAULT_LIMITS,
): Dataset[] | undefined {
  try {
    const context = new Dataset(characterSets);
    return new ElementReader(bytes, limits).readSequence(context, { explicit: false, littleEndian: true });
  } catch (error) {
    if (error instanceof DicomParseError) return undefined;
    throw error;
  }
}
