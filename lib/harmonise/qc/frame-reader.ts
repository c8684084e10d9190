import { decodeHtj2k } from "@/lib/imaging/htj2k";
import { frameByteRange, type VolumeManifest } from "@/lib/imaging/manifest";
import { AppError } from "@/lib/platform/errors";
import { type Grid, superiorOf } from "./grid";

/** Gives bytes [start, end) of a volume's frames.htj2k. */
export type ReadRange = (start: number, end: number) => Promise<Uint8Array>;

/** Most voxels of one point that are held: 96 MB as real values for a still picture, a quarter of it per sum in time. */
const MOST_STILL_VOXELS = 24_000_000;
const MOST_MOVING_VOXELS = 4_000_000;
/** Compressed bytes that are read at once. */
const MOST_BYTES = 8 * 2 ** 20;

/**
 * Reads the points of a volume, one at a time, as real values (rescale applied). Of a volume that is larger than memory
 * allows every second slice, every third, … is read, at its full resolution: a reduced one would have other noise.
 */
export class FrameReader {
  readonly dimensions: readonly [number, number, number];
  readonly voxelSizeMm: readonly [number, number, number];
  private readonly slices: readonly number[];

  constructor(
    private readonly manifest: VolumeManifest,
    private readonly readRange: ReadRange,
  ) {
    const [nx, ny, nz, nt] = manifest.dimensions;
    const most = nt > 1 ? MOST_MOVING_VOXELS : MOST_STILL_VOXELS;
    const stride = Math.ceil((nx * ny * nz) / most);
    // As many are left over before the first as after the last.
    const start = ((nz - 1) % stride) >> 1;
    const slices: number[] = [];
    for (let z = start; z < nz; z += stride) slices.push(z);
    this.slices = slices;
    this.dimensions = [nx, ny, slices.length];
    const [x, y, z] = manifest.voxelSizeMm;
    this.voxelSizeMm = [x, y, z * stride];
  }

  get voxels(): number {
    const [nx, ny, nz] = this.dimensions;
    return nx * ny * nz;
  }

  gridOf(data: Float32Array): Grid {
    const superior = superiorOf(this.manifest.direction);
    const { dimensions, voxelSizeMm } = this;
    return { data, dimensions, voxelSizeMm, ...(superior ? { superior } : {}) };
  }

  /** One point of the fourth axis, into `into` where one is given. */
  async point(t: number, into = new Float32Array(this.voxels)): Promise<Float32Array> {
    const [nx, ny, nz] = this.dimensions;
    for (let from = 0; from < nz;) {
      const to = this.readTogether(from, t);
      const { start } = frameByteRange(this.manifest, this.slices[from] ?? 0, t);
      const { end } = frameByteRange(this.manifest, this.slices[to - 1] ?? 0, t);
      const bytes = await this.readRange(start, end);
      for (let n = from; n < to; n++) {
        const z = this.slices[n] ?? 0;
        const range = frameByteRange(this.manifest, z, t);
        const frame = await decodeHtj2k(bytes.subarray(range.start - start, range.end - start));
        if (frame.data.length !== nx * ny) throw new AppError("invalid-input", "a frame of another size");
        this.rescale(frame.data, t, z, into.subarray(n * nx * ny, (n + 1) * nx * ny));
      }
      from = to;
    }
    return into;
  }

  /** Slices [from, to) whose bytes follow one another closely enough to be read at once. */
  private readTogether(from: number, t: number): number {
    const { start } = frameByteRange(this.manifest, this.slices[from] ?? 0, t);
    let to = from + 1;
    while (to < this.slices.length) {
      const next = this.slices[to] ?? 0;
      const follows = next === (this.slices[to - 1] ?? 0) + 1;
      if (!follows || frameByteRange(this.manifest, next, t).end - start > MOST_BYTES) break;
      to++;
    }
    return to;
  }

  private rescale(stored: ArrayLike<number>, t: number, z: number, into: Float32Array): void {
    const { frameRescales, rescale, dimensions } = this.manifest;
    const { slope, intercept } = frameRescales?.[t * dimensions[2] + z] ?? rescale;
    for (let i = 0; i < into.length; i++) into[i] = (stored[i] ?? 0) * slope + intercept;
  }
}
