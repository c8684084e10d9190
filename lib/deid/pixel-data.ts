import type { Dataset, DicomElement } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import { wordBytes } from "@/lib/dicom/vr";
import { type ByteSource, bytesSource, checkRange, sliceSource } from "@/lib/platform/byte-source";

const APPLICATION_0 = 0xe0;
const APPLICATION_15 = 0xef;
const COMMENT = 0xfe;
const START_OF_SCAN = 0xda;
const J2K_COMMENT = 0x64;
const J2K_START_OF_DATA = 0x93;
const END = 0xd9;
/** Colour transform flags of Adobe and HP, which decoders need. */
const KEPT_APPLICATIONS: ReadonlySet<number> = new Set([0xe8, 0xee]);

/**
 * Blanks comments and application segments of a JPEG, JPEG-LS or JPEG 2000 codestream, which encoders fill with text,
 * and what follows its end. Lengths stay, so that offset tables hold. Other bytes (RLE) come back as they are.
 */
export function blankCodestreamComments(fragment: Uint8Array): Uint8Array {
  const isJpeg = fragment[0] === 0xff && fragment[1] === 0xd8;
  const isJ2k = fragment[0] === 0xff && fragment[1] === 0x4f;
  if (!isJpeg && !isJ2k) return fragment;
  // A Buffer's slice() would share the caller's memory.
  const copy = new Uint8Array(fragment);
  let at = 2;
  while (at + 1 < copy.length && copy[at] === 0xff) {
    const marker = copy[at + 1] ?? 0;
    if (marker === END) {
      copy.fill(0, at + 2);
      break;
    }
    const isScan = marker === (isJpeg ? START_OF_SCAN : J2K_START_OF_DATA);
    const length = isJ2k && isScan ? 0 : (copy[at + 2] ?? 0) * 256 + (copy[at + 3] ?? 0);
    if ((length < 2 && !(isJ2k && isScan)) || at + 2 + length > copy.length) break;
    const isApplication =
      marker >= APPLICATION_0 && marker <= APPLICATION_15 && !KEPT_APPLICATIONS.has(marker);
    const isText = isJpeg ? marker === COMMENT || isApplication : marker === J2K_COMMENT;
    if (isText) copy.fill(0, at + 4 + (isJ2k ? 2 : 0), at + 2 + length);
    at += 2 + length;
    if (isScan) at = endOfScan(copy, at, isJpeg);
  }
  return copy;
}

/**
 * First marker after coded data, which never holds one: JPEG stuffs a zero byte after FF (JPEG-LS: a zero bit), and
 * codestreams of JPEG 2000 keep FF90 to FFFF for markers.
 */
function endOfScan(bytes: Uint8Array, from: number, isJpeg: boolean): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue;
    const next = bytes[at + 1] ?? 0;
    const isRestart = isJpeg && next >= 0xd0 && next <= 0xd7;
    if (next >= (isJpeg ? 0x80 : 0x90) && next !== 0xff && !isRestart) return at;
  }
  return bytes.length;
}

/** Bytes that the image pixel module says there are, undefined where it does not say. */
function expectedBytes(dataset: Dataset): number | undefined {
  const rows = dataset.number(TAG.Rows);
  const columns = dataset.number(TAG.Columns);
  const bits = dataset.number(TAG.BitsAllocated);
  if (rows === undefined || columns === undefined || bits === undefined) return undefined;
  const samples = dataset.number(TAG.SamplesPerPixel) ?? 1;
  const frames = dataset.number(TAG.NumberOfFrames) ?? 1;
  const bytes = Math.ceil((rows * columns * samples * frames * bits) / 8);
  return bytes > 0 ? bytes : undefined;
}

/** Bit positions of overlays that live in unused bits of the pixel words (retired, PS3.5 8.1.1). */
function embeddedOverlayBits(dataset: Dataset): number[] {
  const bits: number[] = [];
  for (let group = 0x6000; group <= 0x601e; group += 2) {
    const position = dataset.number(group * 0x10000 + 0x0102);
    const hasData = dataset.has(group * 0x10000 + 0x3000);
    if (position !== undefined && position > 0 && !hasData && dataset.has(group * 0x10000 + 0x0010))
      bits.push(position);
  }
  return bits;
}

/** Clears bits of the 16-bit words of a piece of pixel data that starts at a word. */
function clearBits(bytes: Uint8Array, bits: readonly number[]): Uint8Array {
  const mask = bits.reduce((sum, bit) => sum | (1 << bit), 0);
  const copy = new Uint8Array(bytes);
  for (let at = 0; at + 1 < copy.length; at += 2) {
    copy[at] = (copy[at] ?? 0) & ~mask & 0xff;
    copy[at + 1] = (copy[at + 1] ?? 0) & (~mask >> 8) & 0xff;
  }
  return copy;
}

/** The same for pixel data that stay in the file: each read is widened to whole words. */
function clearedSource(source: ByteSource, bits: readonly number[]): ByteSource {
  const { byteLength } = source;
  return {
    byteLength,
    async read(start, end) {
      checkRange(byteLength, start, end);
      const from = start - (start % 2);
      const words = clearBits(await source.read(from, Math.min(byteLength, end + (end % 2))), bits);
      return words.subarray(start - from, end - from);
    },
  };
}

/** The fragment that was blanked last: pieces of one are read one after the other. */
interface LastBlanked {
  fragment?: ByteSource;
  bytes?: Uint8Array;
}

/** A fragment without its comments; where these are is known from its beginning on, so it is read whole. */
class BlankedFragment implements ByteSource {
  constructor(
    private readonly fragment: ByteSource,
    private readonly last: LastBlanked,
  ) {}

  get byteLength(): number {
    return this.fragment.byteLength;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    checkRange(this.byteLength, start, end);
    let bytes = this.last.fragment === this.fragment ? this.last.bytes : undefined;
    if (!bytes) {
      bytes = blankCodestreamComments(await this.fragment.read(0, this.byteLength));
      Object.assign(this.last, { fragment: this.fragment, bytes });
    }
    return bytes.subarray(start, end);
  }
}

function cleanLazyPixelData(element: DicomElement, dataset: Dataset): DicomElement | undefined {
  const { lazyFragments, lazyBytes } = element;
  if (lazyFragments) {
    const [offsets = bytesSource(new Uint8Array()), ...fragments] = lazyFragments;
    const last: LastBlanked = {};
    const blanked = fragments.map((fragment) => new BlankedFragment(fragment, last));
    return { vr: "OB", lazyFragments: [offsets, ...blanked] };
  }
  if (!lazyBytes) return undefined;
  const expected = expectedBytes(dataset);
  const isLonger = expected !== undefined && lazyBytes.byteLength > expected;
  const pixels = isLonger ? sliceSource(lazyBytes, 0, expected) : lazyBytes;
  const bits = hiddenBits(dataset);
  return { vr: pixelVr(element), lazyBytes: bits.length > 0 ? clearedSource(pixels, bits) : pixels };
}

/** Bits of 16-bit words that hold overlays and no stored value. */
function hiddenBits(dataset: Dataset): number[] {
  if (dataset.number(TAG.BitsAllocated) !== 16) return [];
  const stored = dataset.number(TAG.BitsStored) ?? 16;
  return embeddedOverlayBits(dataset).filter((bit) => bit >= stored && bit < 16);
}

function pixelVr({ vr }: DicomElement): string {
  return wordBytes(vr) > 1 || vr === "OB" ? vr : "OW";
}

/**
 * Pixel data without what can hide in it: trailing bytes, comments of codestreams, overlays in unused bits. Pixel data
 * that were left in the file stay there, and are cleaned when they are read.
 */
export function cleanPixelData(element: DicomElement, dataset: Dataset): DicomElement {
  const lazy = cleanLazyPixelData(element, dataset);
  if (lazy) return lazy;
  if (element.fragments) {
    const [offsets, ...fragments] = element.fragments;
    return { vr: "OB", fragments: [offsets ?? new Uint8Array(), ...fragments.map(blankCodestreamComments)] };
  }
  let bytes = element.bytes ?? new Uint8Array();
  const expected = expectedBytes(dataset);
  if (expected !== undefined && bytes.length > expected) bytes = bytes.subarray(0, expected);
  const bits = hiddenBits(dataset);
  if (bits.length > 0) bytes = clearBits(bytes, bits);
  return { vr: pixelVr(element), bytes };
}
