import type { Htj2kFrameInfo, OpenJphModule } from "@cornerstonejs/codec-openjph";
import { bytesOf, bytesPerSample, samplesOf, type PixelFrame } from "@/lib/imaging/pixel-frame";
import { AppError } from "@/lib/platform/errors";

const RPCL = 2;
const MOST_LEVELS = 5;
const SMALLEST_LEVEL_PX = 8;

let loading: Promise<OpenJphModule> | undefined;
let wasmUrl: string | undefined;

/** Where a browser fetches the codec's wasm, which a bundler renames. Call before the first picture. */
export function locateOpenJphWasm(url: string): void {
  wasmUrl = url;
}

function openJph(): Promise<OpenJphModule> {
  loading ??= import("@cornerstonejs/codec-openjph").then((module) =>
    module.default({
      // What OpenJPH prints about a broken stream arrives as an AppError instead.
      print: () => undefined,
      printErr: () => undefined,
      ...(wasmUrl === undefined ? {} : { locateFile: () => wasmUrl }),
    }),
  );
  return loading;
}

/**
 * Wavelet levels for a picture: 5, fewer where the smallest would fall under 8 pixels. Never 0: without a
 * level OpenJPH 2.4 loses bits of full-range samples.
 */
export function decompositionLevels(columns: number, rows: number): number {
  const levels = Math.floor(Math.log2(Math.min(columns, rows) / SMALLEST_LEVEL_PX));
  return Math.min(MOST_LEVELS, Math.max(1, levels));
}

/**
 * Lossless HTJ2K codestream of one picture (ISO/IEC 15444-15): RPCL progression, one tile-part per
 * resolution and a TLM marker, so that a lower resolution is an exact prefix of the bytes (see
 * `resolutionByteEnds`). 8 or 16 bit, signed or not, one component; 8 bit unsigned for three (RGB).
 * Throws AppError invalid-input for other samples.
 */
export async function encodeFrame(frame: PixelFrame): Promise<Uint8Array> {
  const { columns, rows, samplesPerPixel, type, data } = frame;
  if (bytesPerSample(type) === 4 || (samplesPerPixel === 3 && type !== "uint8"))
    throw new AppError("invalid-input", "sample type cannot be stored as HTJ2K", { type, samplesPerPixel });
  if (!(columns > 0 && rows > 0) || data.length !== columns * rows * samplesPerPixel)
    throw new AppError("invalid-input", "pixel count does not match the frame's size");
  const codec = await openJph();
  const encoder = new codec.HTJ2KEncoder();
  try {
    const info: Htj2kFrameInfo = {
      width: columns,
      height: rows,
      // The container's depth, not BitsStored: every reader then gets the same typed array.
      bitsPerSample: 8 * bytesPerSample(type),
      componentCount: samplesPerPixel,
      isSigned: type.startsWith("int"),
      isUsingColorTransform: samplesPerPixel === 3,
    };
    encoder.getDecodedBuffer(info).set(bytesOf(data));
    encoder.setQuality(true, 0);
    encoder.setProgressionOrder(RPCL);
    encoder.setDecompositions(decompositionLevels(columns, rows));
    encoder.setTLMMarker(true);
    encoder.setTilePartDivisionsAtResolutions(true);
    encoder.encode();
    // Copied: the encoder's buffer lies in wasm memory and is freed below.
    return encoder.getEncodedBuffer().slice();
  } finally {
    encoder.delete();
  }
}

/**
 * The picture of one codestream. `level` n gives it at 1/2ⁿ of its size; the bytes may then end at that
 * level's end of `resolutionByteEnds`. Throws AppError invalid-input if the bytes cannot be decoded.
 */
export async function decodeHtj2k(bytes: Uint8Array, level = 0): Promise<PixelFrame> {
  const codec = await openJph();
  const decoder = new codec.HTJ2KDecoder();
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    if (level === 0) decoder.decode();
    else decoder.decodeSubResolution(level);
    const { width, height, bitsPerSample, componentCount, isSigned } = decoder.getFrameInfo();
    if (componentCount !== 1 && componentCount !== 3)
      throw new AppError("invalid-input", "unexpected number of components", { componentCount });
    const scaled = (size: number) => Math.ceil(size / 2 ** level);
    const type = `${isSigned ? "int" : "uint"}${bitsPerSample > 8 ? 16 : 8}` as const;
    return {
      columns: scaled(width),
      rows: scaled(height),
      samplesPerPixel: componentCount,
      bitsStored: bitsPerSample,
      type,
      data: samplesOf(type, decoder.getDecodedBuffer().slice()),
    };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("invalid-input", "not a readable HTJ2K codestream", undefined, { cause: error });
  } finally {
    decoder.delete();
  }
}

const SOT = 0xff90;
const SOD = 0xff93;

/**
 * Byte end of each resolution within a codestream written by `encodeFrame`, coarsest first; the last is the
 * whole codestream. Read from the tile-parts' lengths (SOT Psot, ISO/IEC 15444-1 A.4.2).
 */
export function resolutionByteEnds(codestream: Uint8Array): number[] {
  const view = new DataView(codestream.buffer, codestream.byteOffset, codestream.byteLength);
  const ends: number[] = [];
  let at = 2;
  while (at + 12 <= codestream.length) {
    const marker = view.getUint16(at);
    if (marker === SOT) {
      const length = view.getUint32(at + 6);
      at = length === 0 ? codestream.length : at + length;
      ends.push(at);
    } else if (marker === SOD) break;
    else at += 2 + view.getUint16(at + 2);
  }
  return ends;
}
