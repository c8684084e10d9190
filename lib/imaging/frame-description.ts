import type { SampleType } from "@/lib/imaging/manifest";
import type { Vector3 } from "@/lib/imaging/geometry";

export type Component = "magnitude" | "phase" | "real" | "imaginary";

/** Part of a stored picture, in its pixels: one slice of a mosaic. */
export interface Tile {
  column: number;
  row: number;
}

/** All that volume assembly needs to know about one picture, from the header alone. */
export interface FrameDescription {
  /** The caller's name for the instance that holds the picture. */
  ref: string;
  /** Which of the instance's stored frames, from 0. */
  frameIndex: number;
  /** Where in the stored frame the picture begins; null where it is the whole. */
  tile: Tile | null;
  columns: number;
  rows: number;
  samplesPerPixel: 1 | 3;
  sampleType: SampleType;
  bitsStored: number;
  /** Centre of the first pixel (LPS mm); null where the header has no geometry. */
  positionMm: Vector3 | null;
  /** Unit vectors along a row and down a column (LPS). */
  rowDirection: Vector3 | null;
  columnDirection: Vector3 | null;
  /** Between columns, between rows. */
  pixelSpacingMm: [number, number];
  sliceThicknessMm: number | null;
  spacingBetweenSlicesMm: number | null;
  frameOfReferenceUid: string | null;
  rescale: { slope: number; intercept: number; unit: string | null };
  imageType: string[];
  component: Component;
  /** Quantity shown where it is not a weighted image, e.g. ADC, FA, CBF, B0Hz; null otherwise. */
  map: string | null;
  /** Beside ImageType, what tells apart two kinds of picture of one series (vendor quirks). */
  kindDiscriminator: string;
  repetitionTimeMs: number | null;
  echoTimeMs: number | null;
  inversionTimeMs: number | null;
  /** s/mm². */
  bValue: number | null;
  /** Unit vector of the diffusion gradient, in the frame its vendor uses; null for b = 0 and for trace images. */
  gradientDirection: Vector3 | null;
  temporalPosition: number | null;
  acquisitionNumber: number | null;
  /** Seconds on the instance's own clock, comparable within a series only. */
  acquisitionTimeS: number | null;
  instanceNumber: number | null;
}
