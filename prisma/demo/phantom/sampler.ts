import {
  BODY,
  brainstem,
  cerebellum,
  FOLD,
  FOLD_WAVELENGTH_MM,
  SECONDARY_WAVELENGTH_MM,
  sylvianHeight,
} from "./anatomy";
import { DeepPainter } from "./deep";
import { coverByLesions } from "./lesions";
import { capsule, ellipsoid, step, length } from "./shapes";
import { TISSUE } from "./tissues";

export type { HeadState } from "./painter";

type Point = readonly [number, number, number];
const PEDUNCLE: readonly [Point, Point] = [
  [13, -28, -30],
  [24, -52, -38],
];

const K1 = (2 * Math.PI) / FOLD_WAVELENGTH_MM;
const K2 = (2 * Math.PI) / SECONDARY_WAVELENGTH_MM;

/** Interhemispheric plane: not quite flat in anyone. */
function midline(y: number, z: number): number {
  return 0.9 * Math.sin(y / 31) + 0.5 * Math.sin(z / 23 + 1);
}

/** 1 on the outer rim of the corpus callosum (midsagittal), less inside. */
function callosalRing(y: number, z: number): number {
  return length((y + 9) / 41, (z - 1) / (z > 1 ? 29 : 27));
}

/** Names the tissue at a point of one head at one visit. Not re-entrant: results lie in its fields. */
export class TissueSampler extends DeepPainter {
  /**
   * Tissue at a point in head millimetres (x left, y front, z up). Returns the distance in mm to the skin,
   * negative outside: a caller may skip that far.
   */
  at(px: number, py: number, pz: number): number {
    const { scale } = this.head.traits;
    let x = px / scale[0];
    let y = py / scale[1];
    let z = pz / scale[2];
    this.first = TISSUE.air;
    this.second = TISSUE.air;
    this.share = 0;
    this.overShare = 0;
    const body = this.body;
    this.head.body.sample(x, y, z, body);
    const outer = body[BODY.outer] as number;
    if (outer < -1.5) return outer;
    this.texture = body[BODY.texture] as number;
    const cavity = body[BODY.cavity] as number;
    if (cavity < 1.5) this.outside(x, y, z, outer, cavity);
    if (cavity < -1.5) {
      this.channel(x, y, z, outer);
      return outer;
    }
    if (this.glioma) {
      // Mass effect: tissue is pushed away from the tumour, less with distance.
      const [cx, cy, cz] = this.glioma.centreMm;
      const dx = x - cx;
      const dy = y - cy;
      const dz = z - cz;
      const r = length(dx, dy, dz) + 1e-3;
      const push =
        0.33 *
        this.glioma.radiusMm *
        Math.exp(-((r / (2.1 * this.glioma.radiusMm)) ** 2)) *
        step(0, 6, cavity);
      const inner = Math.max(r - push, r * 0.5) / r;
      x = cx + dx * inner;
      y = cy + dy * inner;
      z = cz + dz * inner;
      this.head.body.sample(x, y, z, body);
    }
    this.inside(x, y, z, cavity);
    return outer;
  }

  /** Everything within the dura. */
  private inside(x: number, y: number, z: number, cavity: number): void {
    const { state } = this;
    const body = this.body;
    const ax = Math.abs(x);
    const wx = body[BODY.warp] as number;
    const wy = body[BODY.warp + 1] as number;
    const wz = body[BODY.warp + 2] as number;
    const fine = body[BODY.fine] as number;
    if (cavity > 1.5) {
      this.first = TISSUE.csf;
      this.second = TISSUE.csf;
    }

    const small = z < 0 && y < -20 ? cerebellum(x, y, z) - 0.25 * state.sulcusMm : -9;
    const shrink = 0.55 * (state.sulcusMm - 0.7);
    const hull = (body[BODY.hull] as number) - shrink;
    // The midline: depth to the medial surface, which ends at the corpus callosum.
    const middle = Math.abs(x - midline(y, z));
    const ring = callosalRing(y, z);
    const stem = z < 8 && ax < 24 && y < 0 ? brainstem(x, y, z) : -9;
    const below = ring < 1 ? (1 - ring) * 34 : 0;
    const medial = length(Math.max(0, middle - 0.55 - 0.25 * state.sulcusMm), below * 1.9);
    // No cortex where the hemispheres join the brainstem.
    const junction = ellipsoid(ax, y, z, 0, -14, -13, 17, 24, 17);

    let brain = -9;
    let white = -9;
    if (hull > -1.2) {
      const surface =
        Math.min(hull, ring > 0.97 ? middle : 99) > 26
          ? 99
          : this.folded(x, y, z, wx, wy, wz, hull, ring > 0.97 ? middle : 99);
      let pial = Math.min(hull, surface);
      // The lateral sulcus with the insula at its floor.
      const lift = Math.abs(z - sylvianHeight(y) - 1.2 * wz);
      const gate = Math.max(0, y - 24, -40 - y);
      const gap = 0.5 + 0.45 * state.sulcusMm;
      const slit = length(Math.max(0, lift * 0.93 - gap), Math.max(0, 39 - ax), gate);
      const insula = length(
        Math.max(0, Math.abs(ax - 40 + 0.007 * (y + 6) ** 2 + 1.7 * wx) - gap * 0.8),
        Math.max(0, lift - 10),
        Math.max(0, gate, Math.abs(y + 6) - 25),
      );
      pial = Math.min(pial, slit, insula);
      let ribbon = Math.min(pial, medial);
      if (junction > -6) ribbon = Math.max(ribbon, junction * 1.4);
      brain = Math.min(ribbon, hull + 4);
      if (stem > -3) brain = Math.max(brain, stem);
      white = ribbon - state.cortexMm * (1 + 0.1 * wx);
      this.paint(TISSUE.greyMatter, brain);
      this.paint(TISSUE.whiteMatter, Math.min(white, brain));
      if (hull > 6) this.deep(ax, x, y, z, wx, wy, ring, middle);
    }
    if (small > -1.5) this.cerebellar(x, y, z, small, wx, wz);
    if (stem > -1.5 && z < -3 && ring < 1.6) {
      brain = Math.max(brain, stem);
      this.paint(TISSUE.brainstem, Math.min(stem - 0.2, -5 - z + 2 * wx));
      if (z < -18 && y < -28) {
        const fourth = ellipsoid(ax, y, z, 0, -41, -33, 6.5, 5, 10);
        this.paint(TISSUE.csf, fourth * 1.2);
      }
      this.paint(TISSUE.nigra, ellipsoid(ax - 0.35 * (y + 16), y, z, 9, -15, -11, 3.2, 6, 4.5));
      this.paint(TISSUE.nigra, 3 - length(ax - 4.6, y + 20, z + 9));
      this.paint(TISSUE.csf, Math.min(1.1 - length(x, y + 29), 2 - z, z + 26));
    }
    const peduncle = z < -18 && y < -15 ? capsule(ax, y, z, PEDUNCLE[0], PEDUNCLE[1], 7, 6) : -9;
    if (peduncle > -1) this.paint(TISSUE.brainstem, peduncle - 0.3);

    this.veins(x, ax, y, z, cavity, middle, white);
    const wobble = 0.75 * fine + 0.8 * wx;
    if (state.whiteMatterLoad > 0 && white > 2 && hull > 8) this.hyperintense(ax, y, z, white, fine, wy);
    if (state.lesions.length > 0 && (brain > -0.8 || small > 0)) {
      coverByLesions(
        state.lesions,
        x,
        y,
        z,
        wobble,
        Math.max(brain, small),
        Math.max(white, small),
        this.cover,
      );
      // Ventricles stay ventricles.
      const dominant = this.share > 0.5 ? this.second : this.first;
      if (this.cover.amount > 0 && dominant !== TISSUE.csf) this.lay(this.cover.tissue, this.cover.amount);
    }
  }

  /** Distance in mm to the nearest sulcus of the folded surface. */
  private folded(
    x: number,
    y: number,
    z: number,
    wx: number,
    wy: number,
    wz: number,
    hull: number,
    middle: number,
  ): number {
    const body = this.body;
    // Sulci run inwards: read the fold pattern where this point projects onto the surface, bent by the warp.
    const nx = body[BODY.normal] as number;
    const ny = body[BODY.normal + 1] as number;
    const nz = body[BODY.normal + 2] as number;
    const norm = length(nx, ny, nz) + 0.15;
    const reach = Math.min(Math.max(hull, 0), 20) / norm;
    const toMiddle = step(-4, 5, hull - middle);
    const bend = 2.6;
    const bx = x + bend * wx;
    const by = y + bend * wy;
    const bz = z + bend * wz;
    let qx = bx - nx * reach;
    let qy = by - ny * reach;
    let qz = bz - nz * reach;
    if (toMiddle > 0) {
      qx += toMiddle * ((x < 0 ? -9 : 9) - qx);
      qy += toMiddle * (by - qy);
      qz += toMiddle * (bz - qz);
    }
    const fold = this.fold;
    this.head.folds.sample(qx, qy, qz, fold);
    const depth = toMiddle > 0 ? hull + toMiddle * (Math.min(middle, hull) - hull) : hull;

    let mx = nx / norm;
    let my = ny / norm;
    let mz = nz / norm;
    if (toMiddle > 0) {
      mx += toMiddle * ((x < 0 ? -1 : 1) - mx);
      my *= 1 - toMiddle;
      mz *= 1 - toMiddle;
    }
    const away = (fold[1] as number) * mx + (fold[2] as number) * my + (fold[3] as number) * mz;
    const slope = length(
      (fold[1] as number) - away * mx,
      (fold[2] as number) - away * my,
      (fold[3] as number) - away * mz,
    );
    // In a narrow band the phase of the wave is the distance to its nearest zero.
    const toSulcus = Math.atan2(K1 * Math.abs(fold[0] as number), slope) / K1;
    const bottom = 17 + 5.5 * (fold[FOLD.depth] as number);
    const open = this.state.sulcusMm * (0.45 + 0.55 * step(bottom, 0, depth));
    let distance =
      depth < bottom ? toSulcus - open * step(-2, 5, bottom - depth) : length(toSulcus, depth - bottom);
    if (bottom < 3) distance = Math.max(distance, depth);

    const away2 = (fold[5] as number) * mx + (fold[6] as number) * my + (fold[7] as number) * mz;
    const slope2 = length(
      (fold[5] as number) - away2 * mx,
      (fold[6] as number) - away2 * my,
      (fold[7] as number) - away2 * mz,
    );
    const toDimple = Math.atan2(K2 * Math.abs(fold[4] as number), slope2) / K2;
    const shallow = 6.8 - 3 * (fold[FOLD.depth] as number) + 1.6 * wx;
    if (shallow > 0.5) {
      const dimple =
        depth < shallow
          ? toDimple - 0.55 * this.state.sulcusMm * step(-1, 3, shallow - depth)
          : length(toDimple, depth - shallow);
      distance = Math.min(distance, dimple);
    }
    return distance;
  }
}
