/** Signed distances in mm, positive inside; first order for ellipsoids (exact near the surface). */

export function ellipsoid(
  x: number,
  y: number,
  z: number,
  cx: number,
  cy: number,
  cz: number,
  rx: number,
  ry: number,
  rz: number,
): number {
  const a = (x - cx) / rx;
  const b = (y - cy) / ry;
  const c = (z - cz) / rz;
  const k0 = Math.sqrt(a * a + b * b + c * c);
  if (k0 < 1e-6) return Math.min(rx, ry, rz);
  const p = a / rx;
  const q = b / ry;
  const r = c / rz;
  return (k0 * (1 - k0)) / Math.sqrt(p * p + q * q + r * r);
}

/** Euclidean length; `Math.hypot` guards against overflow and is many times slower. */
export function length(a: number, b: number, c = 0): number {
  return Math.sqrt(a * a + b * b + c * c);
}

/** A tapered tube from a (radius ra) to b (radius rb). */
export function capsule(
  x: number,
  y: number,
  z: number,
  a: readonly [number, number, number],
  b: readonly [number, number, number],
  ra: number,
  rb: number,
): number {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const dz = b[2] - a[2];
  const px = x - a[0];
  const py = y - a[1];
  const pz = z - a[2];
  let t = (px * dx + py * dy + pz * dz) / (dx * dx + dy * dy + dz * dz);
  t = t < 0 ? 0 : t > 1 ? 1 : t;
  const ex = px - t * dx;
  const ey = py - t * dy;
  const ez = pz - t * dz;
  return ra + (rb - ra) * t - Math.sqrt(ex * ex + ey * ey + ez * ez);
}

/** Union with a rounded seam of about k mm. */
export function join(a: number, b: number, k: number): number {
  const h = Math.max(k - Math.abs(a - b), 0) / k;
  return Math.max(a, b) + h * h * k * 0.25;
}

/** 0 below `low`, 1 above `high`, smooth between. */
export function step(low: number, high: number, value: number): number {
  const t = (value - low) / (high - low);
  return t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t);
}
