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

const BINS = 65_536;
/** Hot voxels and vessels above this part of the values do not stretch the histogram. */
const ROBUST_MAX = 0.999;
/** Skin, skull and cerebrospinal fluid of a grown-up's head are no thicker. */
const INTERIOR_DEPTH_MM = 20;
/** Blur and ringing reach so far into the air. */
const MARGIN_MM = 6;
/** A thinner slab has no depth along its slices. */
const LEAST_SLAB_MM = 80;
/**
 * Below this much from the vertex come face and neck: other tissues than brain, and signal that fades where the coil ends,
 * which looks like air and is not.
 */
const UPPER_HEAD_MM = 110;
/** How far outside of a line without signal everything is. */
const FAR = -1e9;

/**
 * Finds the head: Otsu's threshold, and along every line of voxels in each of the three directions the way from the first
 * to the last bright one. What lies between the ends in all three is head; what lies beyond them, by a margin, in all
 * three is air. Air and inside are those of the upper head, where the grid says which way is up. Null where nothing is in the
 * picture. Mirroring the grid mirrors the labels.
 */
export function findHead(grid: Grid): Head | null {
  const { data, dimensions, voxelSizeMm } = grid;
  const threshold = otsuThreshold(data);
  if (threshold === null) return null;
  const { x, y, z } = linesThrough(grid, threshold);
  const [nx, ny, nz] = dimensions;
  const [depthX, depthY, depthZ] = voxelSizeMm.map((mm) => INTERIOR_DEPTH_MM / mm) as Triple;
  const [marginX, marginY, marginZ] = voxelSizeMm.map((mm) => -MARGIN_MM / mm) as Triple;
  const isSlab = nz * voxelSizeMm[2] < LEAST_SLAB_MM;
  const upper = upperPart(grid, { x, y, z });
  const labels = new Uint8Array(nx * ny * nz);
  const counts = { air: 0, zeroed: 0, head: 0, interior: 0 };
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const row = k * ny + j;
      for (let i = 0; i < nx; i++, at++) {
        // How far inside the ends of each line, in voxels; negative outside.
        const inX = insideOf(x, row, i);
        const inY = insideOf(y, k * nx + i, j);
        const inZ = insideOf(z, j * nx + i, k);
        if (inX >= 0 && inY >= 0 && (isSlab || inZ >= 0)) {
          const isDeep = upper(i, j, k) && inX >= depthX && inY >= depthY && (isSlab || inZ >= depthZ);
          labels[at] = isDeep ? LABEL.interior : LABEL.head;
          counts.head++;
          if (isDeep) counts.interior++;
        } else if (inX < marginX && inY < marginY && (isSlab || inZ < marginZ) && upper(i, j, k)) {
          const isZeroed = isInZeros(data, at, i, nx);
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

/** Tells of a voxel whether it lies in the upper head: everything does where it is not known which way is up. */
function upperPart(
  { superior, voxelSizeMm }: Grid,
  lines: Record<"x" | "y" | "z", Lines>,
): (i: number, j: number, k: number) => boolean {
  if (!superior) return () => true;
  const { axis, sign } = superior;
  const { first, last } = [lines.x, lines.y, lines.z][axis] ?? lines.z;
  const depth = UPPER_HEAD_MM / voxelSizeMm[axis];
  const vertex =
    sign > 0 ? last.reduce((a, b) => Math.max(a, b), FAR) : first.reduce((a, b) => Math.min(a, b), -FAR);
  const isUpper = (at: number) => sign * (vertex - at) <= depth;
  if (axis === 0) return (i) => isUpper(i);
  return axis === 1 ? (_, j) => isUpper(j) : (_, __, k) => isUpper(k);
}

/** Zero between zeros along a row: noise, which is stored in whole numbers, is zero now and then, and alone. */
function isInZeros(data: Float32Array, at: number, i: number, nx: number): boolean {
  return data[at] === 0 && (i === 0 || data[at - 1] === 0) && (i === nx - 1 || data[at + 1] === 0);
}

/** Otsu N. A threshold selection method from gray-level histograms. IEEE Trans SMC 1979;9:62-66. Null for an even picture. */
function otsuThreshold(data: Float32Array): number | null {
  const { min, max } = extremes(data);
  if (!(max > min)) return null;
  const histogram = histogramOf(data, { low: min, high: max, bins: BINS });
  const { low, binWidth, counts } = histogram;
  const bins = Math.min(BINS, Math.max(2, Math.ceil((quantileOf(histogram, ROBUST_MAX) - low) / binWidth)));
  // What is brighter counts as if it lay in the last bin.
  let sum = 0;
  for (let bin = 0; bin < BINS; bin++) sum += Math.min(bin, bins - 1) * (counts[bin] ?? 0);
  let below = 0;
  let sumBelow = 0;
  let best = -1;
  let threshold: number | null = null;
  for (let bin = 0; bin < bins - 1; bin++) {
    below += counts[bin] ?? 0;
    sumBelow += bin * (counts[bin] ?? 0);
    const above = data.length - below;
    if (below === 0 || above === 0) continue;
    const difference = sumBelow / below - (sum - sumBelow) / above;
    const between = below * above * difference * difference;
    if (between > best) {
      best = between;
      threshold = low + (bin + 1) * binWidth;
    }
  }
  return threshold;
}

/** Where each line of one direction enters and leaves the bright part; `last` is below `first` where it never does. */
interface Lines {
  first: Int32Array;
  last: Int32Array;
}

function noLines(count: number): Lines {
  return { first: new Int32Array(count).fill(-FAR), last: new Int32Array(count).fill(FAR) };
}

function insideOf({ first, last }: Lines, line: number, position: number): number {
  const fromFirst = position - (first[line] ?? 0);
  const toLast = (last[line] ?? 0) - position;
  return fromFirst < toLast ? fromFirst : toLast;
}

/** A line enters and leaves where three neighbours in a row are bright: a lone spike is no head. */
function linesThrough({ data, dimensions: [nx, ny, nz] }: Grid, threshold: number) {
  const lines = { x: noLines(ny * nz), y: noLines(nx * nz), z: noLines(nx * ny) };
  const slice = nx * ny;
  const see = (of: Lines, line: number, position: number) => {
    if ((of.first[line] ?? 0) > position) of.first[line] = position - 2;
    of.last[line] = position;
  };
  const isBright = (at: number) => (data[at] ?? 0) > threshold;
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        if (!isBright(at)) continue;
        if (i > 1 && isBright(at - 1) && isBright(at - 2)) see(lines.x, k * ny + j, i);
        if (j > 1 && isBright(at - nx) && isBright(at - 2 * nx)) see(lines.y, k * nx + i, j);
        if (k > 1 && isBright(at - slice) && isBright(at - 2 * slice)) see(lines.z, j * nx + i, k);
      }
    }
  }
  return lines;
}
