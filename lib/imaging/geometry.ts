/** A point (mm) or a direction in DICOM patient space: x to the patient's left, y to the back, z to the head. */
export type Vector3 = [number, number, number];

export function add(a: Vector3, b: Vector3): Vector3 {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function subtract(a: Vector3, b: Vector3): Vector3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function scale(a: Vector3, factor: number): Vector3 {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

export function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vector3, b: Vector3): Vector3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function length(a: Vector3): number {
  return Math.sqrt(dot(a, a));
}

/** The unit vector along `a`, or null where `a` has no length or is not finite. */
export function unit(a: Vector3): Vector3 | null {
  const size = length(a);
  return Number.isFinite(size) && size > 1e-6 ? scale(a, 1 / size) : null;
}

/** The first three numbers as a vector, or null where there are fewer or one is not finite. */
export function vector3(values: readonly number[], from = 0): Vector3 | null {
  const [x, y, z] = values.slice(from, from + 3);
  if (x === undefined || y === undefined || z === undefined) return null;
  return Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(z) ? [x, y, z] : null;
}

/** Middle value (mean of the middle two); NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
