import { BODY } from "./anatomy";
import { ScalpPainter } from "./scalp";
import { capsule, ellipsoid, join, step, length } from "./shapes";
import { TISSUE } from "./tissues";

/** What lies under the cortex: nuclei, ventricles, cerebellum, veins, hyperintensities. */
export abstract class DeepPainter extends ScalpPainter {
  /** Basal ganglia, thalamus, hippocampus, corpus callosum and ventricles. */
  protected deep(
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
      this.paint(
        TISSUE.thalamus,
        ellipsoid(ax - 0.22 * (-18 - y), y, z, 10.5, -18, 7.5, 8.3, 14.5, 8.8) + 0.4 * w,
      );
    }
    const hippocampus = state.hippocampus[x > 0 ? 0 : 1];
    const h = Math.cbrt(Math.max(0.2, hippocampus));
    if (z < 8 && y < 12) {
      const along = y + 22;
      const hz = -15 - 0.3 * (y + 22) - 0.004 * along * along;
      const loss = 1 - hippocampus;
      const horn = ellipsoid(
        ax,
        y,
        z,
        31 - 0.12 * along,
        -22,
        hz + 3,
        4.5 + 4 * loss + 1.5 * (size - 1),
        19,
        3 + 3 * loss + size - 1,
      );
      this.paint(TISSUE.csf, horn - 1.2);
      this.paint(
        TISSUE.hippocampus,
        ellipsoid(ax, y, z, 27 - 0.14 * along, -22, hz - 0.5, 7 * h, 20, 5.6 * h),
      );
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
    this.paint(
      TISSUE.csf,
      Math.max(lateral, Math.min(join(atrium, join(occipital, inferior, 3), 4), middle - 8)),
    );
    const third = Math.min(0.7 + 0.9 * size - middle, ellipsoid(0, y, z, 0, -12, -3, 9, 14, 11));
    this.paint(TISSUE.csf, third);
    if (lateral > -2.5) {
      const plexus = capsule(ax, y, z, [14 + 2 * r, -30, 14], [22, -43, 4], 1.5, 3);
      this.paint(TISSUE.mucosa, Math.min(plexus, lateral - 0.3));
    }
  }

  /** Folia are sheets that fan out from the roof of the fourth ventricle. */
  protected cerebellar(x: number, y: number, z: number, depth: number, wx: number, wz: number): void {
    const fy = y + 46;
    const fz = z + 35;
    const radius = length(fy, fz, x * 0.25) + 1;
    const angle = Math.atan2(fz, -fy) + 0.05 * wx + 0.004 * Math.abs(x);
    const fan = 38;
    const k = fan / radius;
    const phase = angle * fan * 0.5;
    const toFissure = (Math.abs((((phase % Math.PI) + Math.PI) % Math.PI) - Math.PI / 2) * 2) / k;
    const lobule = (Math.abs(((((phase / 4) % Math.PI) + Math.PI) % Math.PI) - Math.PI / 2) * 8) / k;
    const open = 0.25 + 0.3 * this.state.sulcusMm;
    const fissure = depth < 7 ? toFissure - open * step(7, 0, depth) : length(toFissure, depth - 7);
    const main = depth < 17 ? lobule - open - 0.3 : length(lobule, depth - 17);
    const horizontal = length(Math.max(0, Math.abs(z + 38 + 0.8 * wz) - open), Math.max(0, depth - 14));
    const pial = Math.min(depth, fissure + 0.4, main, Math.abs(x) > 12 ? horizontal : 99);
    this.paint(TISSUE.greyMatter, pial);
    this.paint(TISSUE.whiteMatter, Math.min(pial - 1.9, depth - 3));
    const core = Math.max(
      ellipsoid(Math.abs(x), y, z, 18, -58, -37, 15, 13, 7),
      ellipsoid(x, y, z, 0, -54, -35, 14, 7, 6),
    );
    this.paint(TISSUE.whiteMatter, core);
    const dentate = ellipsoid(Math.abs(x), y, z, 15, -56, -36, 7.5, 8, 4.5);
    this.paint(TISSUE.nigra, Math.min(dentate, 1.6 - dentate));
    this.paint(TISSUE.csf, ellipsoid(x, y, z, 0, -42, -33, 6, 5, 9));
  }

  /** Dural sinuses, internal cerebral veins and the fine veins of the white matter. */
  protected veins(
    x: number,
    ax: number,
    y: number,
    z: number,
    cavity: number,
    middle: number,
    white: number,
  ): void {
    if (cavity < 7 && middle < 7 && z > -12) this.vein(Math.min(3.6 - length(middle, cavity - 2.2), 1));
    if (z < 10 && z > -24 && y < -60 && cavity < 7) this.vein(3.2 - length(cavity - 2.5, z + 10 - 0.1 * ax));
    if (middle < 4 && y < -45) this.vein(2 - length(middle, z + 4 - 0.28 * (y + 72)) * 0.9);
    if (ax < 8 && y < 6 && y > -46) this.vein(1.1 - length(ax - 2, z - 14 + 0.006 * (y + 18) ** 2));
    if (white > 1.5) {
      // Medullary veins run to the ventricle: thin lines where two smooth patterns vanish together.
      const a = Math.abs(this.body[BODY.fine] as number);
      const b = Math.abs((this.body[BODY.warp + 1] as number) + 0.3 * (this.body[BODY.texture] as number));
      const line = length(a * 1.6, b * 5.5);
      if (line < 0.75) this.vein(0.3 - line * 0.9, 0.5);
    }
  }

  protected vein(depth: number, strength = 1): void {
    const amount = Math.min(1, 0.5 + depth / this.edgeMm) * strength;
    if (amount > 0.02) this.lay(TISSUE.vein, amount);
  }

  /** White matter hyperintensities: caps and bands along the ventricles, then deep spots. */
  protected hyperintense(ax: number, y: number, z: number, white: number, fine: number, wy: number): void {
    const load = this.state.whiteMatterLoad;
    const r = Math.sqrt(this.state.ventricles);
    const cap = Math.max(
      capsule(ax, y, z, [10 + r, 30, 4], [11 + r, 24, 8], 6 * r, 6 * r),
      capsule(ax, y, z, [25, -44, 8], [22, -66, 6], 8.5 * r, 5 * r),
      capsule(ax, y, z, [9 + r, 8, 17], [16 + 2 * r, -32, 20], 6.3 * r, 6.8 * r),
    );
    const band = step(2.2 - 5.5 * load, 3.4 - 4 * load, cap + 1.2 * fine);
    const spots =
      step(2.55 - 1.3 * load, 2.9 - 1.3 * load, fine + 0.6 * wy) * step(3, 5, white) * step(-8, 14, z);
    const amount = Math.max(band * step(0, 0.25, load), spots) * 0.95;
    const dominant = this.share > 0.5 ? this.second : this.first;
    if (amount > 0.03 && (dominant === TISSUE.whiteMatter || dominant === TISSUE.corpusCallosum)) {
      this.lay(TISSUE.whiteMatterHyperintensity, amount);
    }
  }
}
