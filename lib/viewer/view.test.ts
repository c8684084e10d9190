import { describe, expect, it } from "vitest";
import { PLANES } from "./geometry";
import type { Grid, Vec3 } from "./geometry";
import { cameraOf, fitView, panBy, patientToScreen, screenToPatient, zoomAt } from "./view";

const grid: Grid = {
  dimensions: [200, 240, 160, 1],
  voxelSizeMm: [1, 1, 1],
  originMm: [-100, -130, -60],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
const size = { width: 600, height: 400 };
const cursor: Vec3 = [10, -20, 30];

describe("view", () => {
  it.each(PLANES)("fits the whole volume (%s)", (plane) => {
    const view = fitView(grid, plane, size);
    for (const corner of [
      [-100.5, -130.5, -60.5],
      [99.5, 109.5, 99.5],
    ] as Vec3[]) {
      const { x, y } = patientToScreen(view, plane, size, corner);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(size.width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(size.height);
    }
  });

  it("puts the patient's left on the right and the front at the top of an axial picture", () => {
    const view = fitView(grid, "axial", size);
    const here = patientToScreen(view, "axial", size, [0, 0, 0]);
    expect(patientToScreen(view, "axial", size, [10, 0, 0]).x).toBeGreaterThan(here.x);
    expect(patientToScreen(view, "axial", size, [0, -10, 0]).y).toBeLessThan(here.y);
  });

  it.each(PLANES)("screen to patient and back; the point lies on the cursor's slice (%s)", (plane) => {
    const view = fitView(grid, plane, size);
    const at = { x: 123, y: 321 };
    const point = screenToPatient(view, plane, size, cursor, at);
    const back = patientToScreen(view, plane, size, point);
    expect(back.x).toBeCloseTo(at.x, 6);
    expect(back.y).toBeCloseTo(at.y, 6);
    const normalAxis = { axial: 2, coronal: 1, sagittal: 0 } as const;
    expect(point[normalAxis[plane]]).toBeCloseTo(cursor[normalAxis[plane]], 9);
  });

  it.each(PLANES)("zoom keeps what lies under the pointer (%s)", (plane) => {
    const view = fitView(grid, plane, size);
    const at = { x: 500, y: 80 };
    const before = screenToPatient(view, plane, size, cursor, at);
    const after = screenToPatient(zoomAt(view, plane, size, at, 2.5), plane, size, cursor, at);
    after.forEach((value, axis) => expect(value).toBeCloseTo(before[axis] ?? NaN, 6));
  });

  it("pan moves the picture with the pointer", () => {
    const view = fitView(grid, "coronal", size);
    const before = patientToScreen(view, "coronal", size, cursor);
    const after = patientToScreen(panBy(view, "coronal", { x: 30, y: -12 }), "coronal", size, cursor);
    expect(after.x - before.x).toBeCloseTo(30, 6);
    expect(after.y - before.y).toBeCloseTo(-12, 6);
  });

  it("the camera spans the pane's height", () => {
    const view = fitView(grid, "sagittal", size);
    const camera = cameraOf(view, "sagittal", size, cursor);
    expect(camera.parallelScale * 2).toBeCloseTo(size.height * view.mmPerPixel, 9);
    expect(camera.focalPoint[0]).toBe(cursor[0]);
  });
});
