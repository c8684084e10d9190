import type { DicomFile } from "@/lib/dicom/parse";
import { nativePixels, pixelFragments } from "@/lib/dicom/pixel-source";
import { TAG } from "@/lib/dicom/tags";
import { isEncapsulated } from "@/lib/dicom/transfer-syntax";
import { interleavePlanes, rgbOfYbr422, rgbOfYbrFull } from "@/lib/imaging/colour";
import { decompress, type DecodedSamples } from "@/lib/imaging/compressed";
import { encapsulatedFrame } from "@/lib/imaging/encapsulated";
import type { FrameDescription } from "@/lib/imaging/frame-description";
import { bytesPerSample, newSamples, type PixelFrame, type SampleArray } from "@/lib/imaging/pixel-frame";
import { pixelLayout, type PixelLayout } from "@/lib/imaging/pixel-layout";
import type { ByteSource } from "@/lib/platform/byte-source";
import { AppError } from "@/lib/platform/errors";

/**
 * Stored values of one frame of an instance (`frameIndex` from 0), whatever its transfer syntax: bits above
 * BitsStored removed (PS3.5 8.1.1), colour as interleaved RGB. Of pixel data that were left in the file, only this
 * frame's bytes are read. Throws AppError invalid-input for broken or
 * missing pixels, unavailable for a compression or colour space without a decoder.
 */
export async function decodeFrame(file: DicomFile, frameIndex: number): Promise<PixelFrame> {
  const layout = pixelLayout(file.dataset);
  if (!Number.isInteger(frameIndex) || frameIndex < 0 || frameIndex >= layout.frames)
    throw new AppError("invalid-input", "no such frame", { frameIndex });
  const element = file.dataset.get(TAG.PixelData);
  const fragments = pixelFragments(element);
  const decoded = fragments
    ? await decompress(
        file.transferSyntaxUid,
        await encapsulatedFrame(fragments, frameIndex, layout.frames),
        layout,
      )
    : await nativeFrame(nativePixels(element), frameIndex, layout);
  const planar = !isEncapsulated(file.transferSyntaxUid) && layout.isPlanar;
  const { columns, rows, samplesPerPixel, bitsStored, sampleType } = layout;
  if (samplesPerPixel === 3)
    return {
      columns,
      rows,
      samplesPerPixel,
      bitsStored,
      type: "uint8",
      data: asRgb(decoded, layout, planar),
    };
  return {
    columns,
    rows,
    samplesPerPixel,
    bitsStored,
    type: sampleType,
    data: storedValues(decoded, layout),
  };
}

/** Cuts one slice out of a decoded mosaic; the frame itself where the description has no tile. */
export function cutTile(frame: PixelFrame, description: FrameDescription): PixelFrame {
  const { tile, columns, rows } = description;
  if (!tile) return frame;
  const data = newSamples(frame.type, columns * rows * frame.samplesPerPixel);
  const width = columns * frame.samplesPerPixel;
  for (let row = 0; row < rows; row++) {
    const from = ((tile.row + row) * frame.columns + tile.column) * frame.samplesPerPixel;
    data.set(frame.data.subarray(from, from + width), row * width);
  }
  return { ...frame, columns, rows, data };
}

async function nativeFrame(
  pixels: ByteSource | undefined,
  frameIndex: number,
  layout: PixelLayout,
): Promise<DecodedSamples> {
  const { columns, rows, samplesPerPixel, bitsAllocated, photometricInterpretation } = layout;
  const samples = photometricInterpretation === "YBR_FULL_422" ? 2 : samplesPerPixel;
  const size = columns * rows * samples * (bitsAllocated / 8);
  if (!pixels || pixels.byteLength < (frameIndex + 1) * size)
    throw new AppError("invalid-input", "fewer pixels than the header says", { attribute: "PixelData" });
  const frame = await pixels.read(frameIndex * size, (frameIndex + 1) * size);
  return { bytes: frame, sampleBytes: (bitsAllocated / 8) as 1 | 2 | 4, isRgb: false };
}

function asRgb(decoded: DecodedSamples, layout: PixelLayout, planar: boolean): Uint8Array {
  const { photometricInterpretation, columns, rows } = layout;
  const interleaved = planar ? interleavePlanes(decoded.bytes) : decoded.bytes.slice();
  if (decoded.isRgb || photometricInterpretation === "RGB") return interleaved;
  if (photometricInterpretation === "YBR_FULL") return rgbOfYbrFull(interleaved);
  if (photometricInterpretation === "YBR_FULL_422") return rgbOfYbr422(interleaved, columns * rows);
  throw new AppError("unavailable", "no reader for this colour space", { photometricInterpretation });
}

/** Samples in their container, sign-extended from BitsStored or masked to it. */
function storedValues(decoded: DecodedSamples, layout: PixelLayout): SampleArray {
  const { columns, rows, bitsStored, highBit, isSigned, sampleType } = layout;
  const { bytes, sampleBytes } = decoded;
  const data = newSamples(sampleType, columns * rows);
  if (bytes.length < data.length * sampleBytes)
    throw new AppError("invalid-input", "fewer pixels than the header says", { attribute: "PixelData" });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const containerBits = 8 * bytesPerSample(sampleType);
  if (sampleBytes * 8 === containerBits && bitsStored === containerBits) {
    new Uint8Array(data.buffer).set(bytes.subarray(0, data.byteLength));
    return data;
  }
  // Codecs drop what lies below the stored bits themselves.
  const down = sampleBytes * 8 === layout.bitsAllocated ? highBit + 1 - bitsStored : 0;
  const unused = 32 - bitsStored;
  for (let i = 0; i < data.length; i++) {
    const raw =
      sampleBytes === 1
        ? view.getUint8(i)
        : sampleBytes === 2
          ? view.getUint16(2 * i, true)
          : view.getUint32(4 * i, true);
    const aligned = (raw >>> down) << unused;
    data[i] = isSigned ? aligned >> unused : aligned >>> unused;
  }
  return data;
}
