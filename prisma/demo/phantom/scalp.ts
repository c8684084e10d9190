import { BODY } from "./anatomy";
import { TissuePainter } from "./painter";
import { capsule, ellipsoid, join, step, length } from "./shapes";
import { TISSUE } from "./tissues";

/** Everything outside the dura: scalp, skull, face, neck. */
export abstract class ScalpPainter extends TissuePainter {
  /** Scalp, skull and face. */
  protected outside(x: number, y: number, z: number, outer: number, cavity: number): void {
    const { skullThicknessMm, scalpFatMm } = this.head.traits;
    const body = this.body;
    const fine = body[BODY.fine] as number;
    const texture = body[BODY.texture] as number;
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

  protected face(
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
      const rectus = Math.abs(length((ax - 29) / 1, z + 31) - (9.5 - 0.16 * Math.abs(y - 56)));
      this.paint(TISSUE.muscle, Math.min(1.6 - rectus, orbit, 58 - y, y - 30) - 0.2);
      this.paint(TISSUE.brainstem, capsule(ax, y, z, [10, 18, -24], [30, 52, -31], 2, 2));
      const globe = 12 - length(ax - 32, y - 63, z + 31);
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
    if (ax > 56) this.paint(TISSUE.air, 3.4 - length(y + 23, z + 38));

    // Jaw, teeth, tongue, airway.
    if (y > -45 && z < -62) {
      const palate = Math.min(2.2 - Math.abs(z + 74 + 0.003 * (y - 45) ** 2), 30 - ax, 82 - y, y - 22);
      this.paint(TISSUE.corticalBone, palate);
      const arch = Math.abs(length(ax / 1.02, (y - 38) * 0.82) - 30);
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
      const airway = Math.min(-length(x / 1.3, y - 3 - 0.06 * (z + 100)), -z - 62);
      this.paint(TISSUE.mucosa, airway + 9);
      this.paint(TISSUE.air, airway + 6);
    }
  }

  /** Vertebrae, spinal canal and cord below the skull, over the neck's muscles. */
  protected channel(x: number, y: number, z: number, outer: number): void {
    if (z > -58 || outer < 5) return;
    const slope = -40 + 0.1 * (z + 64);
    const bodyY = slope + 19;
    const level = ((z % 17) + 17) % 17;
    const column = Math.min(10 - length(x * 0.85, y - bodyY), -66 - z);
    if (column > -1) {
      this.paint(TISSUE.corticalBone, column);
      this.paint(TISSUE.marrow, Math.min(column - 1.2, Math.abs(level - 8.5) < 6 ? 2 : -2));
    }
    const arch = 15 - length(x, y - slope);
    this.paint(TISSUE.corticalBone, Math.min(arch, level - 5, 14 - level, bodyY - 8 - y));
    const spine = ellipsoid(x, y, level, 0, slope - 22, 9, 3.5, 12, 5);
    this.paint(TISSUE.marrow, spine);
    const canal = 9 - length(x * 0.85, y - slope);
    this.paint(TISSUE.csf, canal);
    this.paint(TISSUE.brainstem, 5.8 - length(x * 0.8, y - slope));
  }
}
