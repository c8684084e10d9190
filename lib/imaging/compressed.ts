import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { decodeHtj2k } from "@/lib/imaging/htj2k";
import { bytesOf } from "@/lib/imaging/pixel-frame";
import type { PixelLayout } from "@/lib/imaging/pixel-layout";
import { decodeRle } from "@/lib/imaging/rle";
import { AppError } from "@/lib/platform/errors";

/** What a codec gives: little-endian samples interleaved by pixel, of `sampleBytes` each. */
export interface DecodedSamples {
  bytes: Uint8Array;
  sampleBytes: 1 | 2 | 4;
  /** True where the codec has already made RGB of YBR. */
  isRgb: boolean;
}

/** A fresh object for each codec: each makes it its own module, and a second one cannot. */
const quiet = () => ({ print: () => undefined, printErr: () => undefined });

interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  decode(): void;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
  delete(): void;
}

type Load = () => Promise<new () => WasmDecoder>;

function once(load: Load): Load {
  let loading: Promise<new () => WasmDecoder> | undefined;
  return () => (loading ??= load());
}

const jpeg = once(async () => {
  const { default: create } = await import("@cornerstonejs/codec-libjpeg-turbo-8bit");
  return (await create(quiet())).JPEGDecoder;
});
const jpegLs = once(async () => {
  const { default: create } = await import("@cornerstonejs/codec-charls");
  return (await create(quiet())).JpegLSDecoder;
});
const jpeg2000 = once(async () => {
  const { default: create } = await import("@cornerstonejs/codec-openjpeg");
  return (await create(quiet())).J2KDecoder;
});

/**
 * Decodes one compressed frame. Throws AppError invalid-input for bytes the codec cannot read or a picture
 * of another size than the header says, unavailable for a transfer syntax without a codec.
 */
export async function decompress(
  transferSyntaxUid: string,
  bytes: Uint8Array,
  layout: PixelLayout,
): Promise<DecodedSamples> {
  const { columns, rows, samplesPerPixel, bitsAllocated } = layout;
  switch (transferSyntaxUid) {
    case TRANSFER_SYNTAX.rleLossless:
      return {
        bytes: decodeRle(bytes, columns * rows, samplesPerPixel, bitsAllocated / 8),
        sampleBytes: bitsAllocated === 8 ? 1 : 2,
        isRgb: false,
      };
    case TRANSFER_SYNTAX.jpegBaseline:
    case TRANSFER_SYNTAX.jpegExtended:
      return wasm(await jpeg(), bytes, layout, true);
    case TRANSFER_SYNTAX.jpegLossless:
    case TRANSFER_SYNTAX.jpegLosslessSv1:
      return jpegLossless(bytes, layout);
    case TRANSFER_SYNTAX.jpegLsLossless:
    case TRANSFER_SYNTAX.jpegLsNearLossless:
      return wasm(await jpegLs(), bytes, layout, false);
    case TRANSFER_SYNTAX.jpeg2000Lossless:
    case TRANSFER_SYNTAX.jpeg2000:
      return wasm(await jpeg2000(), bytes, layout, true);
    case TRANSFER_SYNTAX.htj2kLossless:
    case TRANSFER_SYNTAX.htj2kLosslessRpcl:
    case TRANSFER_SYNTAX.htj2k: {
      const frame = await decodeHtj2k(bytes);
      checkSize(layout, frame.columns, frame.rows, frame.samplesPerPixel);
      return {
        bytes: bytesOf(frame.data),
        sampleBytes: frame.type.endsWith("16") ? 2 : 1,
        isRgb: true,
      };
    }
    default:
      throw new AppError("unavailable", "no codec for this transfer syntax", { transferSyntaxUid });
  }
}

function wasm(
  Decoder: new () => WasmDecoder,
  bytes: Uint8Array,
  layout: PixelLayout,
  isRgb: boolean,
): DecodedSamples {
  const decoder = new Decoder();
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decode();
    const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
    checkSize(layout, width, height, componentCount);
    return {
      bytes: decoder.getDecodedBuffer().slice(),
      sampleBytes: bitsPerSample > 8 ? 2 : 1,
      isRgb,
    };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("invalid-input", "the compressed picture cannot be read", undefined, { cause: error });
  } finally {
    decoder.delete();
  }
}

async function jpegLossless(bytes: Uint8Array, layout: PixelLayout): Promise<DecodedSamples> {
  const { Decoder } = await import("jpeg-lossless-decoder-js");
  const samples = layout.columns * layout.rows * layout.samplesPerPixel;
  try {
    const copy = bytes.slice();
    const out = new Uint8Array(new Decoder().decompress(copy.buffer, 0, copy.length));
    if (out.length !== samples && out.length !== 2 * samples)
      throw new AppError("invalid-input", "the compressed picture has another size than its header says");
    return { bytes: out, sampleBytes: out.length === samples ? 1 : 2, isRgb: false };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("invalid-input", "the compressed picture cannot be read", undefined, { cause: error });
  }
}

function checkSize(layout: PixelLayout, width: number, height: number, components: number): void {
  if (width !== layout.columns || height !== layout.rows || components !== layout.samplesPerPixel)
    throw new AppError("invalid-input", "the compressed picture has another size than its header says");
}
