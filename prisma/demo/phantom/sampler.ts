import {
  BODY,
  brainstem,
  cerebellum,
  FOLD,
  FOLD_WAVELENGTH_MM,
  type Head,
  SECONDARY_WAVELENGTH_MM,
  sylvianHeight,
} from "./anatomy";
import { coverByLesions, type Lesion, type LesionCover } from "./lesions";
import { capsule, ellipsoid, join, step } from "./shapes";
import { TISSUE, type Tissue } from "./tissues";

/** What changes in a head from one visit to the next. */
export interface HeadState {
  /** Lateral ventricle size, 1 in a healthy young adult, 2 and more in advanced atrophy. */
  readonly ventricles: number;
  /** Half width of the sulci at the surface, mm: 0.7 young, 2 and more in advanced atrophy. */
  readonly sulcusMm: number;
  readonly cortexMm: number;
  /** Volume of the left and right hippocampus relative to healthy. */
  readonly hippocampus: readonly [number, number];
  /** White matter hyperintensities of vascular origin, 0 (none) to 1 (confluent). */
  readonly whiteMatterLoad: number;
  readonly lesions: readonly Lesion[];
}

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
  return Math.hypot((y + 9) / 41, (z - 1) / (z > 1 ? 29 : 27));
}

/** Names the tissue at a point of one head at one visit. Not re-entrant: results lie in its fields. */
export class TissueSampler {
  /** The two tissues that share the voxel, and the share of the second. */
  first: Tissue = TISSUE.air;
  second: Tissue = TISSUE.air;
  share = 0;
  /** A lesion or vein painted over them, and how much. */
  over: Tissue = TISSUE.air;
  overShare = 0;
  /** Smooth within-tissue variation, about ±1. */
  texture = 0;

  private readonly body = new Float64Array(BODY.width);
  private readonly fold = new Float64Array(FOLD.width);
  private readonly fold2 = new Float64Array(FOLD.width);
  private readonly cover: LesionCover = { tissue: TISSUE.air, amount: 0 };
  private readonly glioma: Extract<Lesion, { kind: "glioma" }> | undefined;

  /** `edgeMm` is the width of a soft border: about one voxel. */
  constructor(
    private readonly head: Head,
    private readonly state: HeadState,
    private readonly edgeMm: number,
  ) {
    this.glioma = state.lesions.find((lesion) => lesion.kind === "glioma");
  }

  private paint(tissue: Tissue, depthMm: number): void {
    const amount = 0.5 + depthMm / this.edgeMm;
    if (amount <= 0) return;
    if (amount >= 1) {
      this.first = tissue;
      this.second = tissue;
      this.share = 0;
      return;
    }
    if (this.share > 0.5) this.first = this.second;
    this.second = tissue;
    this.share = amount;
  }

  private lay(tissue: Tissue, amount: number): void {
    if (amount > this.overShare) {
      this.over = tissue;
      this.overShare = amount;
    }
  }

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
    const outer = body[BODY.outer]!;
    if (outer < -1.5) return outer;
    this.texture = body[BODY.texture]!;
    const cavity = body[BODY.cavity]!;
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
      const r = Math.hypot(dx, dy, dz) + 1e-3;
      const push = 0.33 * this.glioma.radiusMm * Math.exp(-((r / (2.1 * this.glioma.radiusMm)) ** 2)) * step(0, 6, cavity);
      const inner = Math.max(r - push, r * 0.5) / r;
      x = cx + dx * inner;
      y = cy + dy * inner;
      z = cz + dz * inner;
      this.head.body.sample(x, y, z, body);
    }
    this.inside(x, y, z, cavity);
    return outer;
  }

  /** Scalp, skull and face. */
  private outside(x: number, y: number, z: number, outer: number, cavity: number): void {
    const { skullThicknessMm, scalpFatMm } = this.head.traits;
    const body = this.body;
    const fine = body[BODY.fine]!;
    const texture = body[BODY.texture]!;
    const ax = Math.abs(x);
    this.paint(TISSUE.skin, outer);
    this.paint(TISSUE.fat, outer - 2);
    const vault = step(-32, -8, z + 0.25 * y);
    const fat = 2 + scalpFatMm * (0.55 + 0.1 * texture) + (1 - vault) * 2.5;
    this.paint(TISSUE.muscle, Math.min(outer - fat, 30));
    if (vault < 1) {
      // Fascial planes and buccal fat.
      const plane = (0.14 - Math.abs(texture + 0.25 * fine)) * 6;
      this.paint(TISSUE.fat, Math.min(outer - fat, plane) - vault * 4);
    } else {
      // Under the scalp of the vault lies a thin layer of fat, and the temporal muscle at the sides.
      const temporalMuscle = ellipsoid(ax, y, z, 78, 8, -4, 10, 34, 34);
      this.paint(TISSUE.fat, Math.min(outer - 2, -temporalMuscle));
    }
    this.face(ax, x, y, z, outer, fine, texture);

    const bone = skullThicknessMm * (1 + 0.12 * texture);
    const out = -cavity;
    const shell = Math.min(bone - out, outer - 3);
    this.paint(TISSUE.corticalBone, shell);
    const diploe = Math.min(out - 1.7, bone - 1.9 - out) - step(-10, -40, z) * 1.5;
    this.paint(TISSUE.marrow, Math.min(diploe, shell - 1.5) - 0.3 * Math.abs(fine));
    // Frontal sinus, inside the bone above the brow.
    this.paint(TISSUE.air, Math.min(ellipsoid(ax, y, z, 9, 76, -10, 9, 7, 9) - Math.abs(fine), outer - 6));
    if (cavity > -1.5) this.paint(TISSUE.csf, cavity);
  }

  private face(
    ax: number,
    x: number,
    y: number,
    z: number,
    outer: number,
    fine: number,
    texture: number,
  ): void {
    if (z > 6) return;
    if (y > 16 && z > -72) {
      const orbit = ellipsoid(ax, y, z, 31, 54, -31, 18, 29, 17);
      this.paint(TISSUE.fat, Math.min(orbit, outer - 2));
      const rectus = Math.abs(Math.hypot((ax - 29) / 1, z + 31) - (9.5 - 0.16 * Math.abs(y - 56)));
      this.paint(TISSUE.muscle, Math.min(1.6 - rectus, orbit, 58 - y, y - 30) - 0.2);
      this.paint(TISSUE.brainstem, capsule(ax, y, z, [10, 18, -24], [30, 52, -31], 2, 2));
      const globe = 12 - Math.hypot(ax - 32, y - 63, z + 31);
      this.paint(TISSUE.skin, globe);
      this.paint(TISSUE.vitreous, globe - 1.1);
      this.paint(TISSUE.muscle, ellipsoid(ax, y, z, 32, 71, -31, 4.6, 2.1, 4.6));
    }
    // Air spaces: nasal cavity with turbinates, maxillary, ethmoid and sphenoid sinuses.
    if (y > -10 && z > -86) {
      const maxillary = ellipsoid(ax, y, z, 28, 50, -62, 13, 17, 15) + 0.8 * texture;
      this.paint(TISSUE.mucosa, maxillary);
      this.paint(TISSUE.air, maxillary - 1.4);
      const nasal = ellipsoid(ax, y, z, 7, 52, -56, 10, 40, 17);
      this.paint(TISSUE.mucosa, nasal);
      const turbinate = Math.sin((z + 4 * Math.sin(y / 9)) / 2.6) - 0.35;
      this.paint(TISSUE.air, Math.min(nasal - 1.2, ax - 1.2, 2.2 * turbinate, outer - 3));
      const sphenoid = ellipsoid(ax, y, z, 8, 22, -39, 9, 14, 10) + 0.5 * texture;
      this.paint(TISSUE.corticalBone, sphenoid + 1);
      this.paint(TISSUE.air, Math.min(sphenoid, ax - 0.7));
      const ethmoid = ellipsoid(ax, y, z, 9, 46, -32, 8, 18, 10);
      this.paint(TISSUE.mucosa, ethmoid);
      this.paint(TISSUE.air, Math.min(ethmoid - 1, Math.abs(Math.sin(y / 3.1)) * 4 - 0.9));
    }
    // Petrous bone and mastoid air cells.
    const mastoid =
      y > 0 || y < -56
        ? -9
        : join(
      ellipsoid(ax, y, z, 60, -34, -46, 14, 17, 22),
      ellipsoid(ax, y, z, 38, -22, -40, 26, 10, 11),
      8,
    );
    this.paint(TISSUE.corticalBone, Math.min(mastoid, outer - 4));
    this.paint(TISSUE.air, Math.min(mastoid - 2.5, (Math.abs(fine) - 0.55) * 2.5, outer - 6));
    if (ax > 56) this.paint(TISSUE.air, 3.4 - Math.hypot(y + 23, z + 38));

    // Jaw, teeth, tongue, airway.
    if (y > -45 && z < -62) {
      const palate = Math.min(2.2 - Math.abs(z + 74 + 0.003 * (y - 45) ** 2), 30 - ax, 82 - y, y - 22);
      this.paint(TISSUE.corticalBone, palate);
      const arch = Math.abs(Math.hypot(ax / 1.02, (y - 38) * 0.82) - 30);
      const jaw = Math.min(6.5 - arch, y - 18, 14 - Math.abs(z + 114));
      const ramus = ellipsoid(ax, y, z, 44, 12, -88, 5, 15, 34);
      this.paint(TISSUE.corticalBone, Math.min(Math.max(jaw, ramus), outer - 5));
      this.paint(TISSUE.marrow, Math.min(Math.max(jaw, ramus) - 2, outer - 7));
      const teeth = Math.min(4 - arch, y - 26, 11 - Math.abs(z + 91), Math.abs(z + 91) - 0.7);
      this.paint(TISSUE.corticalBone, teeth);
      this.paint(TISSUE.muscle, ellipsoid(ax, y, z, 0, 38, -94, 23, 32, 17));
      this.paint(TISSUE.air, Math.min(ellipsoid(ax, y, z, 0, 42, -78, 20, 28, 4), 50));
    }
    if (ax < 18 && Math.abs(y) < 20) {
      const airway = Math.min(-Math.hypot(x / 1.3, y - 3 - 0.06 * (z + 100)), -z - 62);
      this.paint(TISSUE.mucosa, airway + 9);
      this.paint(TISSUE.air, airway + 6);
    }
  }

  /** Vertebrae, spinal canal and cord below the skull, over the neck's muscles. */
  private channel(x: number, y: number, z: number, outer: number): void {
    if (z > -58 || outer < 5) return;
    const slope = -40 + 0.1 * (z + 64);
    const bodyY = slope + 19;
    const level = ((z % 17) + 17) % 17;
    const column = Math.min(10 - Math.hypot(x * 0.85, y - bodyY), -66 - z);
    if (column > -1) {
      this.paint(TISSUE.corticalBone, column);
      this.paint(TISSUE.marrow, Math.min(column - 1.2, Math.abs(level - 8.5) < 6 ? 2 : -2));
    }
    const arch = 15 - Math.hypot(x, y - slope);
    this.paint(TISSUE.corticalBone, Math.min(arch, level - 5, 14 - level, bodyY - 8 - y));
    const spine = ellipsoid(x, y, level, 0, slope - 22, 9, 3.5, 12, 5);
    this.paint(TISSUE.marrow, spine);
    const canal = 9 - Math.hypot(x * 0.85, y - slope);
    this.paint(TISSUE.csf, canal);
    this.paint(TISSUE.brainstem, 5.8 - Math.hypot(x * 0.8, y - slope));
  }

  /** Everything within the dura. */
  private inside(x: number, y: number, z: number, cavity: number): void {
    const { state } = this;
    const body = this.body;
    const ax = Math.abs(x);
    const wx = body[BODY.warp]!;
    const wy = body[BODY.warp + 1]!;
    const wz = body[BODY.warp + 2]!;
    const fine = body[BODY.fine]!;
    if (cavity > 1.5) {
      this.first = TISSUE.csf;
      this.second = TISSUE.csf;
    }

    const small = z < 0 && y < -20 ? cerebellum(x, y, z) - 0.25 * state.sulcusMm : -9;
    const shrink = 0.55 * (state.sulcusMm - 0.7);
    const hull = body[BODY.hull]! - shrink;
    // The midline: depth to the medial surface, which ends at the corpus callosum.
    const middle = Math.abs(x - midline(y, z));
    const ring = callosalRing(y, z);
    const stem = z < 8 && ax < 24 && y < 0 ? brainstem(x, y, z) : -9;
    const below = ring < 1 ? (1 - ring) * 34 : 0;
    const medial = Math.hypot(Math.max(0, middle - 0.55 - 0.25 * state.sulcusMm), below * 1.9);
    // No cortex where the hemispheres join the brainstem.
    const junction = ellipsoid(ax, y, z, 0, -14, -13, 17, 24, 17);

    let brain = -9;
    let white = -9;
    if (hull > -1.2) {
      const surface = Math.min(hull, ring > 0.97 ? middle : 99) > 26 ? 99 : this.folded(x, y, z, wx, wy, wz, hull, ring > 0.97 ? middle : 99);
      let pial = Math.min(hull, surface);
      // The lateral sulcus with the insula at its floor.
      const lift = Math.abs(z - sylvianHeight(y) - 1.2 * wz);
      const gate = Math.max(0, y - 24, -40 - y);
      const gap = 0.5 + 0.45 * state.sulcusMm;
      const slit = Math.hypot(Math.max(0, lift * 0.93 - gap), Math.max(0, 39 - ax), gate);
      const insula = Math.hypot(
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
      this.paint(TISSUE.nigra, 3 - Math.hypot(ax - 4.6, y + 20, z + 9));
      this.paint(TISSUE.csf, Math.min(1.1 - Math.hypot(x, y + 29), 2 - z, z + 26));
    }
    const peduncle =
      z < -18 && y < -15 ? capsule(ax, y, z, PEDUNCLE[0], PEDUNCLE[1], 7, 6) : -9;
    if (peduncle > -1) this.paint(TISSUE.brainstem, peduncle - 0.3);

    this.veins(x, ax, y, z, cavity, middle, white);
    const wobble = 0.75 * fine + 0.8 * wx;
    if (state.whiteMatterLoad > 0 && white > 2 && hull > 8) this.hyperintense(ax, y, z, white, fine, wy);
    if (state.lesions.length > 0 && (brain > -0.8 || small > 0)) {
      coverByLesions(state.lesions, x, y, z, wobble, Math.max(brain, small), Math.max(white, small), this.cover);
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
    const nx = body[BODY.normal]!;
    const ny = body[BODY.normal + 1]!;
    const nz = body[BODY.normal + 2]!;
    const length = Math.hypot(nx, ny, nz) + 0.15;
    const reach = Math.min(Math.max(hull, 0), 20) / length;
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

    let mx = nx / length;
    let my = ny / length;
    let mz = nz / length;
    if (toMiddle > 0) {
      mx += toMiddle * ((x < 0 ? -1 : 1) - mx);
      my *= 1 - toMiddle;
      mz *= 1 - toMiddle;
    }
    const away = fold[1]! * mx + fold[2]! * my + fold[3]! * mz;
    const slope = Math.hypot(fold[1]! - away * mx, fold[2]! - away * my, fold[3]! - away * mz);
    // In a narrow band the phase of the wave is the distance to its nearest zero.
    const toSulcus = Math.atan2(K1 * Math.abs(fold[0]!), slope) / K1;
    const bottom = 17 + 5.5 * fold[FOLD.depth]!;
    const open = this.state.sulcusMm * (0.45 + 0.55 * step(bottom, 0, depth));
    let distance =
      depth < bottom
        ? toSulcus - open * step(-2, 5, bottom - depth)
        : Math.hypot(toSulcus, depth - bottom);
    if (bottom < 3) distance = Math.max(distance, depth);

    const away2 = fold[5]! * mx + fold[6]! * my + fold[7]! * mz;
    const slope2 = Math.hypot(fold[5]! - away2 * mx, fold[6]! - away2 * my, fold[7]! - away2 * mz);
    const toDimple = Math.atan2(K2 * Math.abs(fold[4]!), slope2) / K2;
    const shallow = 6.8 - 3 * fold[FOLD.depth]! + 1.6 * wx;
    if (shallow > 0.5) {
      const dimple =
        depth < shallow
          ? toDimple - 0.55 * this.state.sulcusMm * step(-1, 3, shallow - depth)
          : Math.hypot(toDimple, depth - shallow);
      distance = Math.min(distance, dimple);
    }
    return distance;
  }

  /** Basal ganglia, thalamus, hippocampus, corpus callosum and ventricles. */
  private deep(
    ax: number,
    x: number,
    y: number,
    z: number,
    wx: number,
    wy: number,
    ring: number,
    middle: number,
  ): void {
    const { state } = this;
    const size = state.ventricles;
    if (z > -8 && ax < 24 && ring < 1) {
      const outerRim = (1 - ring) * 34;
      const thickness = y > 16 || y < -34 ? 9 : 6;
      this.paint(TISSUE.corpusCallosum, Math.min(outerRim, thickness - outerRim, 11 - ax, z + 6));
    }
    const w = 0.7 * wx;
    if (ax < 50 && y > -60 && y < 45) {
      // Claustrum, then the lentiform nucleus, then the thalamus.
      const claustrum = Math.abs(ax - 34.2 + 0.012 * (y + 2) ** 2 * 0.4) - 0.6;
      this.paint(TISSUE.greyMatter, Math.min(-claustrum, 19 - Math.abs(y + 2), 11 - Math.abs(z - 1)));
      const tilt = ax + 0.24 * (y - 2) - 0.12 * z;
      this.paint(TISSUE.striatum, ellipsoid(tilt, y, z, 27, 0, 1, 5.6, 18, 11) + 0.5 * w);
      this.paint(TISSUE.pallidum, ellipsoid(tilt, y, z, 20.5, -3, -1, 4.6, 11.5, 7.5) + 0.4 * w);
      const bow = ax - 0.1 * (size - 1) * 6;
      this.paint(TISSUE.striatum, ellipsoid(bow - 0.2 * (12 - y), y, z, 14, 15, 4, 6.2, 11, 10.5) + 0.4 * w);
      this.paint(TISSUE.striatum, capsule(bow, y, z, [14, 10, 11], [19, -20, 20], 4.2, 2.6));
      this.paint(TISSUE.striatum, ellipsoid(ax, y, z, 12, 12, -6, 6.5, 6, 5));
      this.paint(TISSUE.thalamus, ellipsoid(ax - 0.22 * (-18 - y), y, z, 10.5, -18, 7.5, 8.3, 14.5, 8.8) + 0.4 * w);
    }
    const hippocampus = state.hippocampus[x > 0 ? 0 : 1];
    const h = Math.cbrt(Math.max(0.2, hippocampus));
    if (z < 8 && y < 12) {
      const along = y + 22;
      const hz = -15 - 0.3 * (y + 22) - 0.004 * along * along;
      const loss = 1 - hippocampus;
      const horn = ellipsoid(ax, y, z, 31 - 0.12 * along, -22, hz + 3, 4.5 + 4 * loss + 1.5 * (size - 1), 19, 3 + 3 * loss + size - 1);
      this.paint(TISSUE.csf, horn - 1.2);
      this.paint(TISSUE.hippocampus, ellipsoid(ax, y, z, 27 - 0.14 * along, -22, hz - 0.5, 7 * h, 20, 5.6 * h));
      this.paint(TISSUE.hippocampus, ellipsoid(ax, y, z, 23, -1, -18, 8 * (0.7 + 0.3 * h), 8, 8));
    }

    if (ax > 50 || y > 44 || y < -74 || z > 36 || z < -30) return;
    // Ventricles; the wall is soft so that atrophy keeps their shape.
    const r = Math.sqrt(size);
    const front = capsule(ax, y, z, [8.5 + r, 27, 3], [6.5 + r, 4, 15], 3.1 * r, 4.3 * r);
    const trunk = capsule(ax, y, z, [6.5 + r, 4, 15], [13 + 2 * r, -34, 18], 4.3 * r, 5 * r);
    const atrium = capsule(ax, y, z, [15 + 2 * r, -34, 17], [25, -44, 6], 5.4 * r, 6 * r);
    const occipital = capsule(ax, y, z, [24, -44, 7], [22, -66, 5], 4.8 * r, 1.6 * r);
    const inferior = capsule(ax, y, z, [26, -43, 4], [35, -22, -13], 4 * r, 1.4 * r);
    let lateral = join(join(front, trunk, 4), join(atrium, join(occipital, inferior, 3), 4), 5);
    lateral = Math.min(lateral + 0.35 * wy, (1 - ring) * 34 - 5, middle - 0.9);
    if (ring > 0.99) lateral = -9;
    this.paint(TISSUE.csf, Math.max(lateral, Math.min(join(atrium, join(occipital, inferior, 3), 4), middle - 8)));
    const third = Math.min(0.7 + 0.9 * size - middle, ellipsoid(0, y, z, 0, -12, -3, 9, 14, 11));
    this.paint(TISSUE.csf, third);
    if (lateral > -2.5) {
      const plexus = capsule(ax, y, z, [14 + 2 * r, -30, 14], [22, -43, 4], 1.5, 3);
      this.paint(TISSUE.mucosa, Math.min(plexus, lateral - 0.3));
    }
  }

  /** Folia are sheets that fan out from the roof of the fourth ventricle. */
  private cerebellar(x: number, y: number, z: number, depth: number, wx: number, wz: number): void {
    const fy = y + 46;
    const fz = z + 35;
    const radius = Math.hypot(fy, fz, x * 0.25) + 1;
    const angle = Math.atan2(fz, -fy) + 0.05 * wx + 0.004 * Math.abs(x);
    const fan = 38;
    const k = fan / radius;
    const phase = angle * fan * 0.5;
    const toFissure = Math.abs(((phase % Math.PI) + Math.PI) % Math.PI - Math.PI / 2) * 2 / k;
    const lobule = Math.abs(((phase / 4) % Math.PI + Math.PI) % Math.PI - Math.PI / 2) * 8 / k;
    const open = 0.25 + 0.3 * this.state.sulcusMm;
    const fissure = depth < 7 ? toFissure - open * step(7, 0, depth) : Math.hypot(toFissure, depth - 7);
    const main = depth < 17 ? lobule - open - 0.3 : Math.hypot(lobule, depth - 17);
    const horizontal = Math.hypot(Math.max(0, Math.abs(z + 38 + 0.8 * wz) - open), Math.max(0, depth - 14));
    const pial = Math.min(depth, fissure + 0.4, main, Math.abs(x) > 12 ? horizontal : 99);
    this.paint(TISSUE.greyMatter, pial);
    this.paint(TISSUE.whiteMatter, Math.min(pial - 1.9, depth - 3));
    const core = Math.max(ellipsoid(Math.abs(x), y, z, 18, -58, -37, 15, 13, 7), ellipsoid(x, y, z, 0, -54, -35, 14, 7, 6));
    this.paint(TISSUE.whiteMatter, core);
    const dentate = ellipsoid(Math.abs(x), y, z, 15, -56, -36, 7.5, 8, 4.5);
    this.paint(TISSUE.nigra, Math.min(dentate, 1.6 - dentate) );
    this.paint(TISSUE.csf, ellipsoid(x, y, z, 0, -42, -33, 6, 5, 9));
  }

  /** Dural sinuses, internal cerebral veins and the fine veins of the white matter. */
  private veins(
    x: number,
    ax: number,
    y: number,
    z: number,
    cavity: number,
    middle: number,
    white: number,
  ): void {
    if (cavity < 7 && middle < 7 && z > -12) this.vein(Math.min(3.6 - Math.hypot(middle, cavity - 2.2), 1));
    if (z < 10 && z > -24 && y < -60 && cavity < 7) this.vein(3.2 - Math.hypot(cavity - 2.5, z + 10 - 0.1 * ax));
    if (middle < 4 && y < -45) this.vein(2 - Math.hypot(middle, (z + 4) - 0.28 * (y + 72)) * 0.9);
    if (ax < 8 && y < 6 && y > -46) this.vein(1.1 - Math.hypot(ax - 2, z - 14 + 0.006 * (y + 18) ** 2));
    if (white > 1.5) {
      // Medullary veins run to the ventricle: thin lines where two smooth patterns vanish together.
      const a = Math.abs(this.body[BODY.fine]!);
      const b = Math.abs(this.body[BODY.warp + 1]! + 0.3 * this.body[BODY.texture]!);
      const line = Math.hypot(a * 1.6, b * 5.5);
      if (line < 0.75) this.vein(0.3 - line * 0.9, 0.5);
    }
  }

  private vein(depth: number, strength = 1): void {
    const amount = Math.min(1, 0.5 + depth / this.edgeMm) * strength;
    if (amount > 0.02) this.lay(TISSUE.vein, amount);
  }

  /** White matter hyperintensities: caps and bands along the ventricles, then deep spots. */
  private hyperintense(ax: number, y: number, z: number, white: number, fine: number, wy: number): void {
    const load = this.state.whiteMatterLoad;
    const r = Math.sqrt(this.state.ventricles);
    const cap = Math.max(
      capsule(ax, y, z, [10 + r, 30, 4], [11 + r, 24, 8], 6 * r, 6 * r),
      capsule(ax, y, z, [25, -44, 8], [22, -66, 6], 8.5 * r, 5 * r),
      capsule(ax, y, z, [9 + r, 8, 17], [16 + 2 * r, -32, 20], 6.3 * r, 6.8 * r),
    );
    const band = step(2.2 - 5.5 * load, 3.4 - 4 * load, cap + 1.2 * fine);
    const spots = step(2.55 - 1.3 * load, 2.9 - 1.3 * load, fine + 0.6 * wy) * step(3, 5, white) * step(-8, 14, z);
    const amount = Math.max(band * step(0, 0.25, load), spots) * 0.95;
    const dominant = this.share > 0.5 ? this.second : this.first;
    if (amount > 0.03 && (dominant === TISSUE.whiteMatter || dominant === TISSUE.corpusCallosum)) {
      this.lay(TISSUE.whiteMatterHyperintensity, amount);
    }
  }
}
