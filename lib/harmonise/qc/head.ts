import { extremes, type Grid, histogramOf, quantileOf } from "./grid";

/** What a voxel belongs to. Head voxels are those of at least `HEAD`. */
export const LABEL = {
  /** Between air and head, or not surely either. */
  none: 0,
  air: 1,
  /** Air whose values were set to zero by the scanner or by whoever removed a face. */
  zeroed: 2,
  head: 3,
  /** Deep inside the head: brain for the most part, without skin and skull. */
  interior: 4,
} as const;

export interface Head {
  labels: Uint8Array;
  /** Between signal and air, in the values of the grid (Otsu's threshold). */
  threshold: number;
  counts: { air: number; zeroed: number; head: number; interior: number };
}

const BINS = 4096;
/** Hot voxels and vessels above this part of the values do not stretch the histogram. */
const ROBUST_MAX = 0.999;
/** A line enters the head where so many neighbours in a row are bright: a lone spike is no head. */
const RUN = 3;
/** Skin, skull and cerebrospinal fluid of a grown-up's head are about as thick. */
const INTERIOR_DEPTH_MM = 12;
/** Blur and ringing reach so far into the air. */
const MARGIN_MM = 6;
/** A thinner slab has no depth along its slices. */
const LEAST_SLAB_MM = 60;

/**
 * Finds the head: Otsu's threshold, and along every line of voxels in each of the three directions the way from the first
 * to the last bright one. What lies between the ends in all three is head; what lies beyond them, by a margin, in all
 * three is air. Null where nothing is in the picture. Mirroring the grid mirrors the labels.
 */
export function findHead(grid: Grid): Head | null {
  const threshold = otsuThreshold(grid.data);
  if (threshold === null) return null;
  const lines = linesThrough(grid, threshold);
  const [nx, ny, nz] = grid.dimensions;
  const [depthX, depthY, depthZ] = grid.voxelSizeMm.map((mm) => INTERIOR_DEPTH_MM / mm) as Triple;
  const [marginX, marginY, marginZ] = grid.voxelSizeMm.map((mm) => MARGIN_MM / mm) as Triple;
  const isSlab = nz * grid.voxelSizeMm[2] < LEAST_SLAB_MM;
  const labels = new Uint8Array(nx * ny * nz);
  const counts = { air: 0, zeroed: 0, head: 0, interior: 0 };
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        // How far inside the ends of each line, in voxels; negative outside, and far outside of an empty line.
        const x = lines.x.inside(k * ny + j, i);
        const y = lines.y.inside(k * nx + i, j);
        const z = lines.z.inside(j * nx + i, k);
        if (x >= 0 && y >= 0 && (isSlab || z >= 0)) {
          const isDeep = x >= depthX && y >= depthY && (isSlab || z >= depthZ);
          labels[at] = isDeep ? LABEL.interior : LABEL.head;
          counts.head++;
          if (isDeep) counts.interior++;
        } else if (x < -marginX && y < -marginY && (isSlab || z < -marginZ)) {
          const isZeroed = isInZeros(grid.data, at, i, nx);
          labels[at] = isZeroed ? LABEL.zeroed : LABEL.air;
          if (isZeroed) counts.zeroed++;
          else counts.air++;
        }
      }
    }
  }
  return counts.interior === 0 ? null : { labels, threshold, counts };
}

type Triple = [number, number, number];

/** Zero between zeros along a row: noise, which is stored in whole numbers, is zero now and then, and alone. */
function isInZeros(data: Float32Array, at: number, i: number, nx: number): boolean {
  return data[at] === 0 && (i === 0 || data[at - 1] === 0) && (i === nx - 1 || data[at + 1] === 0);
}

/** Otsu N. A threshold selection method from gray-level histograms. IEEE Trans SMC 1979;9:62-66. Null for an even picture. */
function otsuThreshold(data: Float32Array): number | null {
  const { min, max } = extremes(data);
  if (!(max > min)) return null;
  const high = quantileOf(histogramOf(data, min, max, 65_536), ROBUST_MAX);
  const { low, binWidth, counts } = histogramOf(data, min, high > min ? high : max, BINS);
  let all = 0;
  let sum = 0;
  counts.forEach((count, bin) => {
    all += count;
    sum += bin * count;
  });
  let below = 0;
  let sumBelow = 0;
  let best = -1;
  let threshold: number | null = null;
  for (let bin = 0; bin < BINS - 1; bin++) {
    below += counts[bin] ?? 0;
    sumBelow += bin * (counts[bin] ?? 0);
    if (below === 0 || below === all) continue;
    const difference = sumBelow / below - (sum - sumBelow) / (all - below);
    const between = below * (all - below) * difference * difference;
    if (between > best) {
      best = between;
      threshold = low + (bin + 1) * binWidth;
    }
  }
  return threshold;
}

/** Where each line of one direction enters and leaves the bright part. */
class Lines {
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  /** Bright voxels in a row up to now, of the line. */
  private readonly run: Int32Array;

  constructor(count: number) {
    this.first = new Int32Array(count).fill(-1);
    this.last = new Int32Array(count).fill(-1);
    this.run = new Int32Array(count);
  }

  /** Tells the lines of one more voxel, in order along each. */
  see(line: number, position: number, isBright: boolean): void {
    if (!isBright) {
      this.run[line] = 0;
      return;
    }
    const run = (this.run[line] ?? 0) + 1;
    this.run[line] = run;
    if (run < RUN) return;
    if ((this.first[line] ?? -1) < 0) this.first[line] = position - RUN + 1;
    this.last[line] = position;
  }

  inside(line: number, position: number): number {
    const first = this.first[line] ?? -1;
    if (first < 0) return Number.NEGATIVE_INFINITY;
    return Math.min(position - first, (this.last[line] ?? 0) - position);
  }
}

function linesThrough({ data, dimensions: [nx, ny, nz] }: Grid, threshold: number) {
  const lines = { x: new Lines(ny * nz), y: new Lines(nx * nz), z: new Lines(nx * ny) };
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        const isBright = (data[at] ?? 0) > threshold;
        lines.x.see(k * ny + j, i, isBright);
        lines.y.see(k * nx + i, j, isBright);
        lines.z.see(j * nx + i, k, isBright);
      }
    }
  }
  return lines;
}
