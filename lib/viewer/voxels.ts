import type { SampleType, VolumeManifest } from "@/lib/imaging/manifest";
import type { SampleArray } from "@/lib/imaging/pixel-frame";
import { nearestVoxel } from "./geometry";
import type { Vec3 } from "./geometry";

/** Arrays Cornerstone accepts as a texture. */
export type TextureArray =
  Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Int16Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
/** Arrays that hold the voxels of a volume. */
export type ValueArray = TextureArray | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
interface ValuePlan {
  make(length: number): ValueArray;
  /** What turns a held value into a value with its unit. Identity where frames were rescaled one by one. */
  rescale: { slope: number; intercept: number };
  rescaledByFrame: boolean;
}

const MAKERS: Record<SampleType, (length: number) => ValueArray> = {
  uint8: (length) => new Uint8Array(length),
  int8: (length) => new Int16Array(length),
  uint16: (length) => new Uint16Array(length),
  int16: (length) => new Int16Array(length),
  uint32: (length) => new Uint32Array(length),
  int32: (length) => new Int32Array(length),
};

/**
 * How the voxels of a volume are held. Stored values stay as they are, and the rescale is applied to what is
 * read or to the window; only where frames differ in rescale, or the slope is not positive, are the voxels
 * themselves rescaled, into Float32.
 */
export function valuePlan(manifest: VolumeManifest): ValuePlan {
  const rescaledByFrame = manifest.frameRescales !== null || !(manifest.rescale.slope > 0);
  if (rescaledByFrame)
    return {
      make: (length) => new Float32Array(length),
      rescale: { slope: 1, intercept: 0 },
      rescaledByFrame,
    };
  return { make: MAKERS[manifest.sample.type], rescale: manifest.rescale, rescaledByFrame };
}

/** Voxels of one point of the fourth axis, i fastest, then j, then k. */
export function emptyValues(manifest: VolumeManifest): ValueArray {
  const [nx, ny, nz] = manifest.dimensions;
  return valuePlan(manifest).make(nx * ny * nz);
}

/** Writes a decoded frame into its slice. Throws RangeError if its size is not the manifest's. */
export function placeFrame(
  manifest: VolumeManifest,
  values: ValueArray,
  frame: { z: number; t: number; samples: SampleArray },
): void {
  const [nx, ny, nz] = manifest.dimensions;
  const perSlice = nx * ny;
  if (frame.samples.length !== perSlice) throw new RangeError("frame size differs from the manifest");
  const offset = frame.z * perSlice;
  if (!valuePlan(manifest).rescaledByFrame) {
    values.set(frame.samples, offset);
    return;
  }
  const { slope, intercept } = manifest.frameRescales?.[frame.t * nz + frame.z] ?? manifest.rescale;
  for (let i = 0; i < perSlice; i++) values[offset + i] = (frame.samples[i] ?? 0) * slope + intercept;
}

/** The array for the graphics card: the values themselves where it takes them, a Float32 copy for 32-bit integers. */
export function textureArrayOf(values: ValueArray): TextureArray {
  return values instanceof Int32Array || values instanceof Uint32Array ? Float32Array.from(values) : values;
}

/** Bytes per voxel of the texture. Without `EXT_texture_norm16` 16-bit voxels become 32-bit floats on the card. */
export function textureBytesPerVoxel(manifest: VolumeManifest, norm16: boolean): number {
  const sample = valuePlan(manifest).make(0);
  if (sample instanceof Uint8Array) return 1;
  return sample.BYTES_PER_ELEMENT === 2 && norm16 ? 2 : 4;
}

/** The value of the voxel nearest to a point. */
export interface VoxelValue {
  index: Vec3;
  /** In the unit of the rescale. */
  value: number;
  /** As stored, where one rescale holds for all frames. */
  stored: number | null;
}

/** Reads the voxel nearest to a patient position, or null outside the volume. */
export function valueAt(manifest: VolumeManifest, values: ValueArray, pointMm: Vec3): VoxelValue | null {
  const index = nearestVoxel(manifest, pointMm);
  if (!index) return null;
  const [nx, ny] = manifest.dimensions;
  const held = values[index[0] + nx * (index[1] + ny * index[2])];
  if (held === undefined) return null;
  const { rescale, rescaledByFrame } = valuePlan(manifest);
  return { index, value: held * rescale.slope + rescale.intercept, stored: rescaledByFrame ? null : held };
}
