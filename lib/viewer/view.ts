import { PLANE_AXES, add, centreOf, dot, extentAlong, scale, subtract } from "./geometry";
import type { Grid, Plane, Vec3 } from "./geometry";

/** What a pane looks at: the point at its centre and its magnification. Which slice is the cursor's affair. */
export interface View {
  centreMm: Vec3;
  /** Millimetres per CSS pixel. */
  mmPerPixel: number;
}

/** Size of a pane and positions in it, in CSS pixels from its top left corner. */
export interface Size {
  width: number;
  height: number;
}
export interface ScreenPoint {
  x: number;
  y: number;
}

const MIN_MM_PER_PIXEL = 0.005;
const MAX_MM_PER_PIXEL = 10;

/** The view that shows the whole volume in a plane. */
export function fitView(grid: Grid, plane: Plane, size: Size): View {
  const { right, up } = PLANE_AXES[plane];
  const across = extentAlong(grid, right, 0.5);
  const upwards = extentAlong(grid, up, 0.5);
  const mmPerPixel = Math.max(
    (across.max - across.min) / Math.max(1, size.width),
    (upwards.max - upwards.min) / Math.max(1, size.height),
  );
  return { centreMm: centreOf(grid), mmPerPixel: mmPerPixel * 1.04 };
}

/** The point a plane's camera looks at: the view's centre, on the slice that holds the cursor. */
export function focalPoint(view: View, plane: Plane, cursor: Vec3): Vec3 {
  const { ascending } = PLANE_AXES[plane];
  return add(view.centreMm, scale(ascending, dot(subtract(cursor, view.centreMm), ascending)));
}

/** Patient coordinates under a screen point, on the slice that holds the cursor. */
export function screenToPatient(view: View, plane: Plane, size: Size, cursor: Vec3, at: ScreenPoint): Vec3 {
  const { right, up } = PLANE_AXES[plane];
  const focal = focalPoint(view, plane, cursor);
  const rightMm = (at.x - size.width / 2) * view.mmPerPixel;
  const upMm = (size.height / 2 - at.y) * view.mmPerPixel;
  return add(add(focal, scale(right, rightMm)), scale(up, upMm));
}

/** Where a patient point falls on screen, projected perpendicular to the plane. */
export function patientToScreen(view: View, plane: Plane, size: Size, point: Vec3): ScreenPoint {
  const { right, up } = PLANE_AXES[plane];
  const offset = subtract(point, view.centreMm);
  return {
    x: size.width / 2 + dot(offset, right) / view.mmPerPixel,
    y: size.height / 2 - dot(offset, up) / view.mmPerPixel,
  };
}

/** Magnifies by `factor` (> 1 = closer), keeping what lies under `at` in place. */
export function zoomAt(view: View, plane: Plane, size: Size, at: ScreenPoint, factor: number): View {
  const mmPerPixel = Math.min(MAX_MM_PER_PIXEL, Math.max(MIN_MM_PER_PIXEL, view.mmPerPixel / factor));
  const { right, up } = PLANE_AXES[plane];
  const change = view.mmPerPixel - mmPerPixel;
  const shift = add(
    scale(right, (at.x - size.width / 2) * change),
    scale(up, (size.height / 2 - at.y) * change),
  );
  return { centreMm: add(view.centreMm, shift), mmPerPixel };
}

/** Drags the picture by a screen distance. */
export function panBy(view: View, plane: Plane, moved: ScreenPoint): View {
  const { right, up } = PLANE_AXES[plane];
  const shift = add(scale(right, -moved.x * view.mmPerPixel), scale(up, moved.y * view.mmPerPixel));
  return { ...view, centreMm: add(view.centreMm, shift) };
}

/** Orthographic camera of a view, as Cornerstone takes it. */
export interface Camera {
  focalPoint: Vec3;
  position: Vec3;
  viewUp: Vec3;
  viewPlaneNormal: Vec3;
  /** Half the height of the picture, mm. */
  parallelScale: number;
}

export function cameraOf(view: View, plane: Plane, size: Size, cursor: Vec3): Camera {
  const { up, towardsViewer } = PLANE_AXES[plane];
  const focal = focalPoint(view, plane, cursor);
  return {
    focalPoint: focal,
    position: add(focal, scale(towardsViewer, 500)),
    viewUp: up,
    viewPlaneNormal: towardsViewer,
    parallelScale: (size.height / 2) * view.mmPerPixel,
  };
}
