import type { VolumeManifest } from "@/lib/imaging/manifest";

/** A point or direction in DICOM patient space (LPS: +x left, +y posterior, +z superior), mm. */
export type Vec3 = readonly [number, number, number];

/** What geometry needs of a manifest. */
export type Grid = Pick<VolumeManifest, "dimensions" | "voxelSizeMm" | "originMm" | "direction">;

export const PLANES = ["axial", "coronal", "sagittal"] as const;
export type Plane = (typeof PLANES)[number];

interface PlaneAxes {
  /** Direction of the right edge of the screen. */
  right: Vec3;
  /** Direction of the top edge of the screen. */
  up: Vec3;
  /** From the picture towards the viewer. */
  towardsViewer: Vec3;
  /** Slices are numbered along this axis, which is also what a slider or PageUp follows. */
  ascending: Vec3;
}

/**
 * True patient planes in the radiological convention: the patient's left on the right of axial and coronal
 * pictures; sagittal pictures seen from the patient's left, face to the left of the screen.
 */
export const PLANE_AXES: Readonly<Record<Plane, PlaneAxes>> = {
  axial: { right: [1, 0, 0], up: [0, -1, 0], towardsViewer: [0, 0, -1], ascending: [0, 0, 1] },
  coronal: { right: [1, 0, 0], up: [0, 0, 1], towardsViewer: [0, -1, 0], ascending: [0, 1, 0] },
  sagittal: { right: [0, 1, 0], up: [0, 0, 1], towardsViewer: [1, 0, 0], ascending: [1, 0, 0] },
};

export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vec3, factor: number): Vec3 => [a[0] * factor, a[1] * factor, a[2] * factor];
export const distanceMm = (a: Vec3, b: Vec3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** Unit vector of a volume axis (0 = i, 1 = j, 2 = k). */
function axisOf(grid: Grid, axis: 0 | 1 | 2): Vec3 {
  const d = grid.direction;
  return [d[axis * 3] ?? 0, d[axis * 3 + 1] ?? 0, d[axis * 3 + 2] ?? 0];
}

const AXES = [0, 1, 2] as const;

/** Patient coordinates of a voxel index, which may be fractional. */
export function indexToPatient(grid: Grid, index: Vec3): Vec3 {
  let point: Vec3 = grid.originMm;
  for (const axis of AXES)
    point = add(point, scale(axisOf(grid, axis), index[axis] * grid.voxelSizeMm[axis]));
  return point;
}

/**
 * The fractional voxel index of a point. The grid's axes need not be orthogonal (a tilted gantry shears a
 * stack): the 3×3 system is solved, not transposed.
 */
export function patientToIndex(grid: Grid, point: Vec3): Vec3 {
  const a = scale(axisOf(grid, 0), grid.voxelSizeMm[0]);
  const b = scale(axisOf(grid, 1), grid.voxelSizeMm[1]);
  const c = scale(axisOf(grid, 2), grid.voxelSizeMm[2]);
  const p = subtract(point, grid.originMm);
  const determinant = dot(a, cross(b, c));
  return [
    dot(p, cross(b, c)) / determinant,
    dot(a, cross(p, c)) / determinant,
    dot(a, cross(b, p)) / determinant,
  ];
}

export function cross(a: Vec3, b: Vec3): Vec3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** The nearest voxel of a point, or null outside the volume (half a voxel of margin counts as inside). */
export function nearestVoxel(grid: Grid, point: Vec3): Vec3 | null {
  const index = patientToIndex(grid, point);
  const rounded = index.map((value) => Math.round(value)) as [number, number, number];
  const inside = AXES.every((axis) => rounded[axis] >= 0 && rounded[axis] < grid.dimensions[axis]);
  return inside ? [rounded[0] + 0, rounded[1] + 0, rounded[2] + 0] : null;
}

/** The centre of the volume, in patient coordinates. */
export function centreOf(grid: Grid): Vec3 {
  const [nx, ny, nz] = grid.dimensions;
  return indexToPatient(grid, [(nx - 1) / 2, (ny - 1) / 2, (nz - 1) / 2]);
}

/** Extent of the volume along a direction, between voxel centres widened by `marginVoxels` on each side (mm). */
export function extentAlong(grid: Grid, direction: Vec3, marginVoxels = 0): { min: number; max: number } {
  const [nx, ny, nz] = grid.dimensions;
  let min = Infinity;
  let max = -Infinity;
  for (const i of [-marginVoxels, nx - 1 + marginVoxels])
    for (const j of [-marginVoxels, ny - 1 + marginVoxels])
      for (const k of [-marginVoxels, nz - 1 + marginVoxels]) {
        const along = dot(indexToPatient(grid, [i, j, k]), direction);
        min = Math.min(min, along);
        max = Math.max(max, along);
      }
  return { min, max };
}

/** The slices a plane cuts through a volume: the first lies at `firstMm` along the ascending axis. */
export interface SliceSet {
  firstMm: number;
  stepMm: number;
  count: number;
}

/**
 * Slices of a plane: one per voxel where the volume is aligned with the plane; for an oblique volume the step
 * is the spacing of the volume axis closest to the plane's normal.
 */
export function slicesOf(grid: Grid, plane: Plane): SliceSet {
  const { ascending } = PLANE_AXES[plane];
  const closest = AXES.reduce((best, axis) =>
    Math.abs(dot(axisOf(grid, axis), ascending)) > Math.abs(dot(axisOf(grid, best), ascending)) ? axis : best,
  );
  const stepMm = grid.voxelSizeMm[closest];
  const { min, max } = extentAlong(grid, ascending);
  const count = Math.max(1, Math.floor((max - min) / stepMm + 1e-3) + 1);
  // Centred, so that an oblique volume loses the same corner on both sides.
  return { firstMm: (min + max) / 2 - ((count - 1) * stepMm) / 2, stepMm, count };
}

/** Slice index (from 0, clamped) of a point in a plane. */
export function sliceIndexOf(slices: SliceSet, plane: Plane, point: Vec3): number {
  const index = Math.round((dot(point, PLANE_AXES[plane].ascending) - slices.firstMm) / slices.stepMm);
  return Math.min(slices.count - 1, Math.max(0, index));
}

/** The point moved, perpendicular to the plane, onto the centre of slice `index` (clamped). */
export function moveToSlice(slices: SliceSet, plane: Plane, point: Vec3, index: number): Vec3 {
  const { ascending } = PLANE_AXES[plane];
  const clamped = Math.min(slices.count - 1, Math.max(0, index));
  const wantedMm = slices.firstMm + clamped * slices.stepMm;
  return add(point, scale(ascending, wantedMm - dot(point, ascending)));
}

/** Anatomical sides, keys of the localised letters. */
export type Side = "left" | "right" | "anterior" | "posterior" | "superior" | "inferior";

/** The side a direction points to: its dominant patient axis. */
export function sideOf(direction: Vec3): Side {
  const [x, y, z] = direction.map(Math.abs) as [number, number, number];
  if (x >= y && x >= z) return direction[0] > 0 ? "left" : "right";
  if (y >= z) return direction[1] > 0 ? "posterior" : "anterior";
  return direction[2] > 0 ? "superior" : "inferior";
}

/** The sides at the four edges of a picture whose screen axes are given. */
export function edgeSides(right: Vec3, up: Vec3): Record<"top" | "bottom" | "left" | "right", Side> {
  return {
    top: sideOf(up),
    bottom: sideOf(scale(up, -1)),
    left: sideOf(scale(right, -1)),
    right: sideOf(right),
  };
}
