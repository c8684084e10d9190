import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  PLANES,
  PLANE_AXES,
  centreOf,
  cross,
  edgeSides,
  indexToPatient,
  moveToSlice,
  nearestVoxel,
  patientToIndex,
  sliceIndexOf,
  slicesOf,
} from "./geometry";
import type { Grid, Vec3 } from "./geometry";

const aligned: Grid = {
  dimensions: [20, 30, 10, 1],
  voxelSizeMm: [1, 2, 3],
  originMm: [-10, -30, 5],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
/** A sagittal acquisition: rows run towards the back, columns down, slices from right to left. */
const sagittal: Grid = {
  dimensions: [24, 26, 12, 1],
  voxelSizeMm: [1, 1, 1.5],
  originMm: [-9, -12, 13],
  direction: [0, 1, 0, 0, 0, -1, 1, 0, 0],
};
const tilt = (degrees: number) => {
  const c = Math.cos((degrees * Math.PI) / 180);
  const s = Math.sin((degrees * Math.PI) / 180);
  return [1, 0, 0, 0, c, s, 0, -s, c];
};
const oblique: Grid = { ...aligned, direction: tilt(20) };

describe("planes", () => {
  it("are the radiological convention", () => {
    expect(edgeSides(PLANE_AXES.axial.right, PLANE_AXES.axial.up)).toEqual({
      top: "anterior",
      bottom: "posterior",
      left: "right",
      right: "left",
    });
    expect(edgeSides(PLANE_AXES.coronal.right, PLANE_AXES.coronal.up)).toEqual({
      top: "superior",
      bottom: "inferior",
      left: "right",
      right: "left",
    });
    expect(edgeSides(PLANE_AXES.sagittal.right, PLANE_AXES.sagittal.up)).toEqual({
      top: "superior",
      bottom: "inferior",
      left: "anterior",
      right: "posterior",
    });
  });

  it.each(PLANES)("%s is not mirrored: right × up points to the viewer", (plane) => {
    const { right, up, towardsViewer } = PLANE_AXES[plane];
    expect(cross(right, up).map((v) => v + 0)).toEqual([...towardsViewer]);
  });
});

describe("voxels and patient positions", () => {
  it.each([
    ["aligned", aligned],
    ["sagittal", sagittal],
    ["oblique", oblique],
    ["sheared", { ...aligned, direction: [1, 0, 0, 0, 1, 0, 0, 0.3, Math.sqrt(1 - 0.09)] }],
  ])("%s: going there and back returns the index", (_name, grid) => {
    fc.assert(
      fc.property(
        fc.tuple(
          fc.double({ min: -5, max: 40, noNaN: true }),
          fc.double({ min: -5, max: 40, noNaN: true }),
          fc.double({ min: -5, max: 40, noNaN: true }),
        ),
        (index) => {
          const back = patientToIndex(grid, indexToPatient(grid, index));
          back.forEach((value, axis) => expect(value).toBeCloseTo(index[axis] ?? NaN, 8));
        },
      ),
    );
  });

  it("finds the voxel at the patient's left, front and top of a sagittal acquisition", () => {
    // Slices run to the left (+x), rows to the back (+y), columns down (-z).
    expect(nearestVoxel(sagittal, [-9 + 11 * 1.5, -12, 13])).toEqual([0, 0, 11]);
    expect(nearestVoxel(sagittal, [-9, -12 + 23, 13 - 25])).toEqual([23, 25, 0]);
  });

  it("counts half a voxel around the volume as inside, and no more", () => {
    expect(nearestVoxel(aligned, [-10.49, -30, 5])).toEqual([0, 0, 0]);
    expect(nearestVoxel(aligned, [-10.51, -30, 5])).toBeNull();
  });
});

describe("slices", () => {
  it("of an aligned volume are its voxels", () => {
    expect(slicesOf(aligned, "axial")).toEqual({ firstMm: 5, stepMm: 3, count: 10 });
    expect(slicesOf(aligned, "coronal")).toEqual({ firstMm: -30, stepMm: 2, count: 30 });
    expect(slicesOf(sagittal, "sagittal")).toEqual({ firstMm: -9, stepMm: 1.5, count: 12 });
    expect(slicesOf(sagittal, "axial")).toEqual({ firstMm: -12, stepMm: 1, count: 26 });
  });

  it("move the cursor along the normal only, and stop at both ends", () => {
    const slices = slicesOf(aligned, "axial");
    const cursor: Vec3 = [1.2, -3.4, 11];
    expect(sliceIndexOf(slices, "axial", cursor)).toBe(2);
    expect(moveToSlice(slices, "axial", cursor, 3)).toEqual([1.2, -3.4, 14]);
    expect(moveToSlice(slices, "axial", cursor, 99)).toEqual([1.2, -3.4, 32]);
    expect(moveToSlice(slices, "axial", cursor, -4)).toEqual([1.2, -3.4, 5]);
  });

  it.each(PLANES)("of an oblique volume lie within it and around its centre (%s)", (plane) => {
    const slices = slicesOf(oblique, plane);
    const middle = (slices.count - 1) / 2;
    const centre = centreOf(oblique);
    expect(sliceIndexOf(slices, plane, centre)).toBeGreaterThanOrEqual(Math.floor(middle));
    expect(sliceIndexOf(slices, plane, centre)).toBeLessThanOrEqual(Math.ceil(middle));
  });
});
