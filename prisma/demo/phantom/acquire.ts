import type { Head } from "./anatomy";
import { type HeadState, TissueSampler } from "./sampler";
import { TISSUE_COUNT } from "./tissues";

/** A sampling grid in patient coordinates (LPS, mm). */
export interface AcquisitionGrid {
  readonly dimensions: readonly [number, number, number];
  readonly voxelSizeMm: readonly [number, number, number];
  /** Centre of the first voxel. */
  readonly originMm: readonly [number, number, number];
  /** Unit vectors of the column index, the row index and the slice index. */
  readonly direction: readonly [number, number, number, number, number, number, number, number, number];
}

/** How the head lies in the scanner at one visit: translation in mm, rotations in radians about x, y, z. */
export interface Pose {
  readonly shiftMm: readonly [number, number, number];
  readonly rotation: readonly [number, number, number];
}

/** Tissues of every voxel of a grid: two that share it, one painted over, and a smooth texture. */
export interface TissueMap {
  readonly grid: AcquisitionGrid;
  readonly first: Uint8Array;
  readonly second: Uint8Array;
  readonly share: Uint8Array;
  readonly over: Uint8Array;
  readonly overShare: Uint8Array;
  readonly texture: Int8Array;
}

/** Rotation matrix (row-major) of a pose: z, then y, then x. */
export function rotationMatrix(rotation: readonly [number, number, number]): number[] {
  const [a, b, c] = rotation;
  const [ca, sa, cb, sb, cc, sc] = [
    Math.cos(a),
    Math.sin(a),
    Math.cos(b),
    Math.sin(b),
    Math.cos(c),
    Math.sin(c),
  ];
  return [
    cb * cc,
    sa * sb * cc - ca * sc,
    ca * sb * cc + sa * sc,
    cb * sc,
    sa * sb * sc + ca * cc,
    ca * sb * sc - sa * cc,
    -sb,
    sa * cb,
    ca * cb,
  ];
}

/** Walks a grid and names the tissue of each voxel; slices [from, to) only, so that workers can share one. */
export function mapTissues(
  head: Head,
  state: HeadState,
  grid: AcquisitionGrid,
  pose: Pose,
  from = 0,
  to = grid.dimensions[2],
): TissueMap {
  const [nx, ny] = grid.dimensions;
  const size = nx * ny * (to - from);
  const map: TissueMap = {
    grid,
    first: new Uint8Array(size),
    second: new Uint8Array(size),
    share: new Uint8Array(size),
    over: new Uint8Array(size),
    overShare: new Uint8Array(size),
    texture: new Int8Array(size),
  };
  const edge = Math.max(0.55, Math.min(...grid.voxelSizeMm) * 0.95);
  const sampler = new TissueSampler(head, state, edge);
  const r = rotationMatrix(pose.rotation);
  const [vx, vy, vz] = grid.voxelSizeMm;
  const d = grid.direction;
  let index = 0;
  for (let k = from; k < to; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, index++) {
        // LPS → head axes: x is left in both; y and the patient's posterior are opposite.
        const lx = grid.originMm[0] + d[0] * i * vx + d[3] * j * vy + d[6] * k * vz - pose.shiftMm[0];
        const ly = -(grid.originMm[1] + d[1] * i * vx + d[4] * j * vy + d[7] * k * vz - pose.shiftMm[1]);
        const lz = grid.originMm[2] + d[2] * i * vx + d[5] * j * vy + d[8] * k * vz - pose.shiftMm[2];
        const skin = sampler.at(
          (r[0] as number) * lx + (r[1] as number) * ly + (r[2] as number) * lz,
          (r[3] as number) * lx + (r[4] as number) * ly + (r[5] as number) * lz,
          (r[6] as number) * lx + (r[7] as number) * ly + (r[8] as number) * lz,
        );
        if (skin < -6) {
          // Air: the next voxels of the row cannot be in the head either.
          const skip = Math.min(nx - 1 - i, Math.floor((-skin - 4) / (1.3 * vx)));
          i += skip;
          index += skip;
          continue;
        }
        if (sampler.first === 0 && sampler.second === 0) continue;
        map.first[index] = sampler.first;
        map.second[index] = sampler.second;
        map.share[index] = Math.round(sampler.share * 255);
        if (sampler.overShare > 0) {
          map.over[index] = sampler.over;
          map.overShare[index] = Math.round(Math.min(1, sampler.overShare) * 255);
        }
        map.texture[index] = Math.max(-127, Math.min(127, Math.round(sampler.texture * 42)));
      }
    }
  }
  return map;
}

/** Mixes a per-tissue value over the map: the noise-free image, in the units of `table`. */
export function renderSignal(map: TissueMap, table: Float64Array, textureShare = 0.03): Float32Array {
  const { first, second, share, over, overShare, texture } = map;
  const size = first.length;
  const image = new Float32Array(size);
  if (table.length !== TISSUE_COUNT) throw new RangeError("one value per tissue");
  for (let i = 0; i < size; i++) {
    const s = (share[i] as number) / 255;
    let value = (table[first[i] as number] as number) * (1 - s) + (table[second[i] as number] as number) * s;
    const o = overShare[i] as number;
    if (o > 0) value += ((table[over[i] as number] as number) - value) * (o / 255);
    image[i] = value * (1 + (textureShare * (texture[i] as number)) / 100);
  }
  return image;
}
