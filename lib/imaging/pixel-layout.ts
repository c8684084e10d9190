import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import type { SampleType } from "@/lib/imaging/manifest";
import { AppError } from "@/lib/platform/errors";

/** How the pixels of an instance are stored (PS3.3 C.7.6.3). */
export interface PixelLayout {
  columns: number;
  rows: number;
  frames: number;
  samplesPerPixel: 1 | 3;
  bitsAllocated: 8 | 16 | 32;
  bitsStored: number;
  highBit: number;
  isSigned: boolean;
  sampleType: SampleType;
  photometricInterpretation: string;
  isPlanar: boolean;
}

const MOST_PIXELS_PER_FRAME = 2 ** 26;
const MOST_FRAMES = 100_000;
const MOST_PIXELS = 2 ** 31;

/**
 * Reads and checks the Image Pixel module. Throws AppError invalid-input for a missing or impossible value,
 * too-large beyond 2²⁶ pixels a frame, 100,000 frames or 2³¹ pixels in all.
 */
export function pixelLayout(dataset: Dataset): PixelLayout {
  const columns = whole(dataset, "Columns");
  const rows = whole(dataset, "Rows");
  const frames = dataset.number(TAG.NumberOfFrames) ?? 1;
  if (!Number.isInteger(frames) || frames < 1) throw wrong("NumberOfFrames");
  if (columns * rows > MOST_PIXELS_PER_FRAME || frames > MOST_FRAMES || columns * rows * frames > MOST_PIXELS)
    throw new AppError("too-large", "more pixels than can be handled", { columns, rows, frames });
  const samplesPerPixel = dataset.number(TAG.SamplesPerPixel) ?? 1;
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3) throw wrong("SamplesPerPixel");
  const bitsAllocated = dataset.number(TAG.BitsAllocated);
  if (bitsAllocated !== 8 && bitsAllocated !== 16 && bitsAllocated !== 32) throw wrong("BitsAllocated");
  const bitsStored = dataset.number(TAG.BitsStored) ?? bitsAllocated;
  if (!Number.isInteger(bitsStored) || bitsStored < 1 || bitsStored > bitsAllocated)
    throw wrong("BitsStored");
  const highBit = dataset.number(TAG.HighBit) ?? bitsStored - 1;
  if (highBit < bitsStored - 1 || highBit >= bitsAllocated) throw wrong("HighBit");
  const isSigned = dataset.number(TAG.PixelRepresentation) === 1;
  if (samplesPerPixel === 3 && (bitsAllocated !== 8 || isSigned)) throw wrong("BitsAllocated");
  // 32 allocated bits are kept in 16 where only those are used: the viewer's format has no more.
  const container = bitsAllocated === 32 && bitsStored <= 16 ? 16 : bitsAllocated;
  return {
    columns,
    rows,
    frames,
    samplesPerPixel,
    bitsAllocated,
    bitsStored,
    highBit,
    isSigned,
    sampleType: `${isSigned ? "int" : "uint"}${container}`,
    photometricInterpretation: dataset.text(TAG.PhotometricInterpretation) ?? "MONOCHROME2",
    isPlanar: samplesPerPixel === 3 && dataset.number(TAG.PlanarConfiguration) === 1,
  };
}

function whole(dataset: Dataset, attribute: "Columns" | "Rows"): number {
  const value = dataset.number(TAG[attribute]);
  if (value === undefined || !Number.isInteger(value) || value < 1 || value > 65_535) throw wrong(attribute);
  return value;
}

function wrong(attribute: string): AppError {
  return new AppError("invalid-input", `missing or impossible ${attribute}`, { attribute });
}
