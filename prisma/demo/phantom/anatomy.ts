import { seededRandom } from "../random";
import {
  bandNoise,
  BRAIN_LATTICE,
  FieldBundle,
  gradient,
  HEAD_LATTICE,
  signedDistance,
  smooth,
  smoothNoise,
} from "./fields";
import { capsule, ellipsoid, join, step } from "./shapes";

/** What differs between two people, and does not change between visits. */
export interface HeadTraits {
  readonly seed: string;
  /** Size of the head along x, y and z relative to the average adult. */
  readonly scale: readonly [number, number, number];
  readonly skullThicknessMm: number;
  readonly scalpFatMm: number;
}

/** Wavelengths of the primary and the secondary folds, mm: two sulci per wavelength. */
export const FOLD_WAVELENGTH_MM = 24.5;
export const SECONDARY_WAVELENGTH_MM = 15.5;

/** Slots of the field bundles, read by the tissue sampler. */
export const BODY = { hull: 0, normal: 1, cavity: 4, outer: 5, warp: 6, texture: 9, fine: 10, width: 11 };
export const FOLD = { primary: 0, secondary: 4, depth: 8, width: 9 };

export interface Head {
  readonly traits: HeadTraits;
  readonly body: FieldBundle;
  readonly folds: FieldBundle;
}

/** Height (z, mm) of the lateral sulcus at a given y. */
export function sylvianHeight(y: number): number {
  return -5.5 - 0.36 * (y - 12);
}

export function cerebellum(x: number, y: number, z: number): number {
  const lobe = ellipsoid(Math.abs(x), y, z, 22, -67, -37, 31, 30, 22);
  const vermis = ellipsoid(x, y, z, 0, -67, -33, 13, 26, 23);
  return join(lobe, vermis, 7);
}

export function brainstem(x: number, y: number, z: number): number {
  const midbrain = capsule(x, y, z, [0, -21, 0], [0, -23, -18], 15, 13);
  const pons = ellipsoid(x, y, z, 0, -22, -30, 17, 13.5, 14);
  const medulla = capsule(x, y, z, [0, -27, -40], [0, -40, -64], 10, 6.5);
  const cord = capsule(x, y, z, [0, -40, -64], [0, -50, -170], 6, 5.5);
  return join(join(join(midbrain, pons, 6), medulla, 6), cord, 3);
}

/** Both hemispheres as one closed surface, before the fissures are cut. */
function cerebrum(x: number, y: number, z: number): number {
  const ax = Math.abs(x);
  // Flatter at the base than at the vertex, narrower in front than behind.
  const rz = z > 12 ? 63 : 33;
  const rx = 67 - 5 * step(0, 70, y) - 2 * step(-40, -100, y);
  const main = ellipsoid(ax, y, z, 0, -17, 12, rx, 87, rz);
  // The frontal and parietal lobes are fuller than an ellipsoid.
  const shoulder = ellipsoid(ax, y, z, 26, -14, 22, 40, 74, 50);
  const temporal = capsule(ax, y, z, [42, 12, -27], [46, -42, -12], 16.5, 19);
  const occipital = ellipsoid(ax, y, z, 18, -74, 2, 27, 30, 26);
  const frontalBase = ellipsoid(ax, y, z, 20, 38, -2, 26, 30, 19);
  let hull = join(join(main, shoulder, 10), join(temporal, occipital, 12), 6);
  hull = join(hull, frontalBase, 8);
  return Math.min(hull, -(cerebellum(x, y, z) + 3.5));
}

function outerHead(x: number, y: number, z: number): number {
  const ax = Math.abs(x);
  const face = ellipsoid(ax, y, z, 0, 34, -62, 62, 52, 76);
  const jaw = ellipsoid(ax, y, z, 0, 52, -104, 44, 34, 30);
  const nose = capsule(x, y, z, [0, 82, -30], [0, 97, -60], 8, 10);
  const nostrils = ellipsoid(ax, y, z, 8, 92, -63, 8, 10, 8);
  const neck = capsule(x, y, z, [0, -38, -60], [0, -42, -175], 56, 60);
  const ear = ellipsoid(ax, y, z, 80, -28, -32, 6, 17, 28);
  const lips = ellipsoid(ax, y, z, 0, 82, -88, 22, 10, 10);
  let head = join(face, jaw, 22);
  head = join(head, lips, 10);
  head = join(head, join(nose, nostrils, 6), 9);
  head = join(head, neck, 26);
  return join(head, ear, 8);
}

/** Fills one field over the lattice. */
function overLattice(value: (x: number, y: number, z: number, index: number) => number): Float32Array {
  const { nx, ny, nz, stepMm, originMm } = HEAD_LATTICE;
  const field = new Float32Array(nx * ny * nz);
  let index = 0;
  for (let k = 0; k < nz; k++) {
    const z = originMm[2] + k * stepMm;
    for (let j = 0; j < ny; j++) {
      const y = originMm[1] + j * stepMm;
      for (let i = 0; i < nx; i++, index++) field[index] = value(originMm[0] + i * stepMm, y, z, index);
    }
  }
  return field;
}

/** Builds the smooth fields that all visits of a subject share (about a second). */
export function buildHead(traits: HeadTraits): Head {
  const random = seededRandom(`${traits.seed}/head`);
  const lattice = HEAD_LATTICE;
  const shapeNoise = smoothNoise(lattice, random.branch("shape"), 70, 16);

  const hullLevel = overLattice((x, y, z, i) =>
    join(cerebrum(x, y, z) + 1.6 * (shapeNoise[i] as number), brainstem(x, y, z), 5),
  );
  const hull = signedDistance(lattice, hullLevel);
  const normal = gradient(lattice, smooth(lattice, hull));

  const content = overLattice((x, y, z, i) => {
    const brain = (hullLevel[i] as number) + 0.5;
    const small = cerebellum(x, y, z) + 1.5;
    // The middle fossa and the brow are closed off by bone, so the cavity is smoother than the brain.
    const vault = ellipsoid(x, y, z, 0, -18, 12, 62, 83, z > 12 ? 60 : 30);
    return join(join(brain, small, 8), vault, 8);
  });
  const cavity = smooth(lattice, smooth(lattice, signedDistance(lattice, content)));

  const scalp = traits.skullThicknessMm + traits.scalpFatMm + 2.5;
  const outer = signedDistance(
    lattice,
    overLattice((x, y, z, i) => {
      const vault = (cavity[i] as number) + scalp;
      return join(vault, outerHead(x, y, z), 12);
    }),
  );

  const body = new FieldBundle(lattice, BODY.width);
  body.put(BODY.hull, hull);
  normal.forEach((field, axis) => body.put(BODY.normal + axis, field));
  body.put(BODY.cavity, cavity);
  body.put(BODY.outer, outer);
  for (const axis of [0, 1, 2]) {
    body.put(BODY.warp + axis, smoothNoise(lattice, random.branch(`warp${axis}`), 26, 20));
  }
  body.put(BODY.texture, smoothNoise(lattice, random.branch("texture"), 20, 28));
  body.put(BODY.fine, smoothNoise(lattice, random.branch("fine"), 9, 30));

  const folds = new FieldBundle(BRAIN_LATTICE, FOLD.width);
  const primary = bandNoise(BRAIN_LATTICE, random.branch("folds"), FOLD_WAVELENGTH_MM, 44, 0.16);
  const secondary = bandNoise(BRAIN_LATTICE, random.branch("dimples"), SECONDARY_WAVELENGTH_MM, 40, 0.2);
  folds.put(FOLD.primary, primary);
  gradient(BRAIN_LATTICE, primary).forEach((field, axis) => folds.put(FOLD.primary + 1 + axis, field));
  folds.put(FOLD.secondary, secondary);
  gradient(BRAIN_LATTICE, secondary).forEach((field, axis) => folds.put(FOLD.secondary + 1 + axis, field));
  folds.put(FOLD.depth, smoothNoise(BRAIN_LATTICE, random.branch("depth"), 34, 20));

  return { traits, body, folds };
}
