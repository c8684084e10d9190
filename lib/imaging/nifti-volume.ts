import type { FrameDescription } from "@/lib/imaging/frame-description";
import { cross, dot, length, scale, unit, type Vector3 } from "@/lib/imaging/geometry";
import type { VolumeManifest } from "@/lib/imaging/manifest";
import type { NiftiImage } from "@/lib/imaging/nifti";
import { niftiError } from "@/lib/imaging/nifti-header";
import { newSamples, type PixelFrame } from "@/lib/imaging/pixel-frame";
import type { VolumePlan } from "@/lib/imaging/volume-plan";

// A NIfTI image as a Volume: its axes turned into a picture's, its samples into what HTJ2K keeps exactly.

type GridOf = Pick<VolumeManifest, "dimensions" | "originMm" | "direction" | "voxelSizeMm">;
type SampleType = PixelFrame["type"];

/** Which stored axis, and in which sense, becomes i, j and k. */
interface AxisMap {
  axes: [number, number, number];
  flipped: [boolean, boolean, boolean];
}

/** How samples are stored: `stored = (sample - offset) / step`, with the rescale that gives the value back. */
interface Storage {
  type: SampleType;
  offset: number;
  step: number;
  low: number;
  high: number;
}

/** A NIfTI image ready to be made a view object of. */
export interface NiftiVolume {
  plan: VolumePlan;
  loadFrame: (ref: string, frameIndex: number) => Promise<PixelFrame>;
  /** False where floating-point values were reduced to 65,536 levels. */
  isExact: boolean;
}

/** Corners of the same grid may differ by rounding of single-precision affines only. */
const SAME_GRID_MM = 1e-3;
const MOST_SHEAR = 1e-3;
const LEVELS_16_BIT = 65_535;

/**
 * Lays a NIfTI image on its own grid: in-plane axes turned the way pictures are shown (to the left, the back or down),
 * slices along the right-handed normal.
 * @throws AppError with `details.reason` "sheared" or "values"
 */
export function niftiOnOwnGrid(image: NiftiImage, unit: string | null = null): NiftiVolume {
  const flipped = [0, 1].map((axis) => {
    const direction = columnOf(image, axis);
    const main = direction.map(Math.abs).indexOf(Math.max(...direction.map(Math.abs)));
    const value = direction[main] ?? 0;
    // LPS: pictures run to the patient's left, to the back, and down from the head.
    return main === 2 ? value > 0 : value < 0;
  });
  const [flipI = false, flipJ = false] = flipped;
  const signed = (axis: number, flip: boolean) => scale(columnOf(image, axis), flip ? -1 : 1);
  const normal = cross(signed(0, flipI), signed(1, flipJ));
  const flipK = dot(normal, columnOf(image, 2)) < 0;
  return volumeOf(image, { axes: [0, 1, 2], flipped: [flipI, flipJ, flipK] }, null, unit);
}

/**
 * Lays a NIfTI image on the grid of a Volume, whichever way its axes run.
 * @throws AppError with `details.reason` "grid-differs", "sheared" or "values"
 */
export function niftiOnGrid(
  image: NiftiImage,
  target: VolumeManifest,
  unit: string | null = null,
): NiftiVolume {
  if (target.kind !== "volume") throw niftiError("grid-differs");
  for (const map of axisMaps()) {
    const grid = gridOf(image, map);
    if (isSameGrid(grid, target)) return volumeOf(image, map, target, unit);
  }
  throw niftiError("grid-differs");
}

function* axisMaps(): Generator<AxisMap> {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;
  for (const axes of orders)
    for (let flips = 0; flips < 8; flips++)
      yield { axes: [...axes], flipped: [(flips & 1) > 0, (flips & 2) > 0, (flips & 4) > 0] };
}

/** Column of the affine in LPS mm: the step along a stored axis (3 is the position of the first voxel). */
function columnOf(image: NiftiImage, column: number): Vector3 {
  const at = (row: number) => image.affineRas[row]?.[column] ?? 0;
  return [-at(0), -at(1), at(2)];
}

function gridOf(image: NiftiImage, { axes, flipped }: AxisMap): GridOf {
  const sides = axes.map((axis) => image.dimensions[axis] ?? 1);
  const [nx = 1, ny = 1, nz = 1] = sides;
  const steps = axes.map((axis, i) => scale(columnOf(image, axis), flipped[i] ? -1 : 1));
  let originMm = columnOf(image, 3);
  axes.forEach((axis, i) => {
    const far = scale(columnOf(image, axis), (sides[i] ?? 1) - 1);
    if (flipped[i]) originMm = [originMm[0] + far[0], originMm[1] + far[1], originMm[2] + far[2]];
  });
  const [x = 1, y = 1, z = 1] = steps.map(length);
  return {
    dimensions: [nx, ny, nz, image.dimensions[3]],
    voxelSizeMm: [x, y, z],
    originMm,
    direction: steps.flatMap((step) => unit(step) ?? [0, 0, 0]),
  };
}

function isSameGrid(a: GridOf, b: GridOf): boolean {
  if ([0, 1, 2].some((axis) => a.dimensions[axis] !== b.dimensions[axis])) return false;
  const corner = (grid: GridOf, which: number): Vector3 => {
    const at = (row: number) =>
      [0, 1, 2].reduce((sum, axis) => {
        const last = which & (1 << axis) ? (grid.dimensions[axis] ?? 1) - 1 : 0;
        return sum + last * (grid.voxelSizeMm[axis] ?? 0) * (grid.direction[3 * axis + row] ?? 0);
      }, grid.originMm[row] ?? 0);
    return [at(0), at(1), at(2)];
  };
  for (let which = 0; which < 8; which++) {
    const [p, q] = [corner(a, which), corner(b, which)];
    if (length([p[0] - q[0], p[1] - q[1], p[2] - q[2]]) > SAME_GRID_MM) return false;
  }
  // A single slice has no corner that tells its thickness.
  return [0, 1, 2].every(
    (axis) => Math.abs((a.voxelSizeMm[axis] ?? 0) - (b.voxelSizeMm[axis] ?? 0)) <= SAME_GRID_MM,
  );
}

function volumeOf(
  image: NiftiImage,
  map: AxisMap,
  target: VolumeManifest | null,
  unit: string | null,
): NiftiVolume {
  const grid = gridOf(image, map);
  if (isSheared(grid.direction)) throw niftiError("sheared");
  const storage = storageOf(image);
  const [nx, ny, nz, nt] = grid.dimensions;
  const rescale = {
    slope: image.slope * storage.step,
    intercept: image.intercept + image.slope * storage.offset,
    unit,
  };
  const farthest = Math.max(Math.abs(storage.low), Math.abs(storage.high)) * Math.abs(image.slope);
  // Room for what is computed from values: ranges and centres of windows.
  if (!Number.isFinite(4 * (farthest + Math.abs(image.intercept)))) throw niftiError("values");
  const frames = Array.from({ length: nz * nt }, (_, index) => describeFrame(index, grid, storage, rescale));
  const { timeStepS } = image;
  const plan: VolumePlan = {
    kind: "volume",
    stackReason: null,
    // On another volume's grid its numbers are taken over, so that both are equal and not nearly so.
    ...(target
      ? {
          dimensions: [nx, ny, nz, nt],
          voxelSizeMm: target.voxelSizeMm,
          originMm: target.originMm,
          direction: target.direction,
        }
      : grid),
    frameOfReferenceUid: target?.frameOfReferenceUid ?? null,
    rescale,
    frameRescales: null,
    fourthAxis:
      nt === 1
        ? { kind: "none", values: [], unit: null }
        : timeStepS === null
          ? { kind: "other", values: Array.from({ length: nt }, (_, t) => t), unit: null }
          : { kind: "time", values: Array.from({ length: nt }, (_, t) => t * timeStepS), unit: "s" },
    framePositionsMm: null,
    gaps: [],
    frames,
    component: "magnitude",
    map: null,
    imageType: [],
    echoTimeMs: null,
    inversionTimeMs: null,
    bValues: [],
  };
  return {
    plan,
    isExact: storage.step === 1,
    loadFrame: (_ref, frameIndex) => Promise.resolve(cutFrame(image, map, grid, storage, frameIndex)),
  };
}

function isSheared(direction: readonly number[]): boolean {
  const axis = (index: number): Vector3 => [
    direction[3 * index] ?? 0,
    direction[3 * index + 1] ?? 0,
    direction[3 * index + 2] ?? 0,
  ];
  return [
    [0, 1],
    [0, 2],
    [1, 2],
  ].some(([a = 0, b = 0]) => Math.abs(dot(axis(a), axis(b))) > MOST_SHEAR);
}

/** Integers of up to 16 bits stay; others become 16 bits, exactly where they are whole numbers of a narrow range. */
function storageOf({ datatype, samples }: NiftiImage): Storage {
  const plain = { 2: "uint8", 256: "int8", 4: "int16", 512: "uint16" } as const;
  if (datatype in plain) {
    const type = plain[datatype as keyof typeof plain];
    return { type, offset: 0, step: 1, low: -32_768, high: LEVELS_16_BIT };
  }
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let isWhole = true;
  for (const value of samples) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    isWhole &&= Number.isInteger(value);
  }
  if (low > high) throw niftiError("values");
  if (isWhole && low >= 0 && high <= 255) return { type: "uint8", offset: 0, step: 1, low, high };
  if (isWhole && low >= 0 && high <= LEVELS_16_BIT) return { type: "uint16", offset: 0, step: 1, low, high };
  if (isWhole && low >= -32_768 && high <= 32_767) return { type: "int16", offset: 0, step: 1, low, high };
  if (isWhole && high - low <= LEVELS_16_BIT) return { type: "uint16", offset: low, step: 1, low, high };
  // One value only has no range to divide.
  const step = (high - low) / LEVELS_16_BIT || 1;
  if (!Number.isFinite(step)) throw niftiError("values");
  return { type: "uint16", offset: low, step, low, high };
}

function cutFrame(
  { samples, dimensions: [sx, sy, sz] }: NiftiImage,
  { axes, flipped }: AxisMap,
  { dimensions: [columns, rows, nz] }: GridOf,
  { type, offset, step, low, high }: Storage,
  frameIndex: number,
): PixelFrame {
  const strides = [1, sx, sx * sy];
  const sides = [sx, sy, sz];
  const stride = (axis: number) => (strides[axes[axis] ?? 0] ?? 0) * (flipped[axis] ? -1 : 1);
  const start = [0, 1, 2].reduce((sum, axis) => {
    const source = axes[axis] ?? 0;
    return sum + (flipped[axis] ? ((sides[source] ?? 1) - 1) * (strides[source] ?? 0) : 0);
  }, 0);
  const k = frameIndex % nz;
  const t = Math.floor(frameIndex / nz);
  const base = start + k * stride(2) + t * sx * sy * sz;
  const [di, dj] = [stride(0), stride(1)];
  const data = newSamples(type, columns * rows);
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) {
      const sample = samples[base + j * dj + i * di] ?? 0;
      // What is no number is shown as 0, or as the value nearest to it.
      const value = Math.min(high, Math.max(low, Number.isNaN(sample) ? 0 : sample));
      data[j * columns + i] = Math.round((value - offset) / step);
    }
  const bitsStored = type.endsWith("8") ? 8 : 16;
  return { columns, rows, samplesPerPixel: 1, bitsStored, type, data };
}

function describeFrame(
  frameIndex: number,
  { dimensions, voxelSizeMm }: GridOf,
  { type }: Storage,
  rescale: FrameDescription["rescale"],
): FrameDescription {
  return {
    ref: "nifti",
    frameIndex,
    tile: null,
    columns: dimensions[0],
    rows: dimensions[1],
    samplesPerPixel: 1,
    sampleType: type,
    bitsStored: type.endsWith("8") ? 8 : 16,
    positionMm: null,
    rowDirection: null,
    columnDirection: null,
    pixelSpacingMm: [voxelSizeMm[0], voxelSizeMm[1]],
    sliceThicknessMm: voxelSizeMm[2],
    spacingBetweenSlicesMm: null,
    frameOfReferenceUid: null,
    rescale,
    imageType: [],
    component: "magnitude",
    map: null,
    kindDiscriminator: "",
    repetitionTimeMs: null,
    echoTimeMs: null,
    inversionTimeMs: null,
    bValue: null,
    gradientDirection: null,
    temporalPosition: null,
    acquisitionNumber: null,
    acquisitionTimeS: null,
    instanceNumber: null,
  };
}
