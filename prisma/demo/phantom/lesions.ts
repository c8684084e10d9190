import { ellipsoid, step, length } from "./shapes";
import { TISSUE, type Tissue } from "./tissues";

/** A lesion at one visit, in subject millimetres. */
export type Lesion =
  | {
      kind: "plaque";
      centreMm: readonly [number, number, number];
      radiiMm: readonly [number, number, number];
      /** Severe tissue loss: dark on T1w. */
      blackHole: boolean;
    }
  | {
      kind: "infarct";
      centreMm: readonly [number, number, number];
      radiiMm: readonly [number, number, number];
      stage: "acute" | "chronic";
    }
  | {
      kind: "glioma";
      centreMm: readonly [number, number, number];
      /** Radius of the solid part; oedema reaches about twice as far. */
      radiusMm: number;
      highGrade: boolean;
    };

/** Where a lesion covers a point: the tissue it puts there and how much of it (0-1). */
export interface LesionCover {
  tissue: Tissue;
  amount: number;
}

/**
 * Paints the strongest lesion at a point. `wobble` is smooth noise (unit variance) that makes edges irregular;
 * `brainMm` the depth below the pial surface, `whiteMm` the depth below the cortex (negative in it).
 */
export function coverByLesions(
  lesions: readonly Lesion[],
  x: number,
  y: number,
  z: number,
  wobble: number,
  brainMm: number,
  whiteMm: number,
  cover: LesionCover,
): void {
  cover.amount = 0;
  for (const lesion of lesions) {
    const [cx, cy, cz] = lesion.centreMm;
    if (lesion.kind === "plaque") {
      const [rx, ry, rz] = lesion.radiiMm;
      if (Math.abs(x - cx) > rx + 4 || Math.abs(y - cy) > ry + 4 || Math.abs(z - cz) > rz + 4) continue;
      const depth = ellipsoid(x, y, z, cx, cy, cz, rx, ry, rz) + 0.7 * wobble;
      const amount = step(-1.4, 0.9, depth);
      if (amount > cover.amount) {
        cover.amount = amount;
        cover.tissue = lesion.blackHole && depth > 0.8 ? TISSUE.blackHole : TISSUE.plaque;
      }
    } else if (lesion.kind === "infarct") {
      const [rx, ry, rz] = lesion.radiiMm;
      const depth = ellipsoid(x, y, z, cx, cy, cz, rx, ry, rz) + 3.5 * wobble;
      if (depth < -3) continue;
      const amount = step(-1.5, 1.5, depth);
      if (amount <= cover.amount) continue;
      cover.amount = amount;
      if (lesion.stage === "acute") cover.tissue = TISSUE.acuteInfarct;
      else cover.tissue = depth > 4 + wobble ? TISSUE.csf : TISSUE.gliosis;
    } else {
      const r = length(x - cx, (y - cy) / 1.15, z - cz);
      const depth = lesion.radiusMm - r + 0.16 * lesion.radiusMm * wobble;
      if (depth > -1) {
        const amount = step(-1, 1, depth);
        if (amount <= cover.amount) continue;
        cover.amount = amount;
        if (!lesion.highGrade) cover.tissue = TISSUE.tumour;
        else if (depth > 4.5 + 1.2 * wobble) cover.tissue = TISSUE.necrosis;
        else cover.tissue = depth < 3.5 ? TISSUE.enhancingRim : TISSUE.tumour;
      } else {
        // Oedema follows the white matter and spares the cortex.
        const reach = lesion.radiusMm * (lesion.highGrade ? 1 : 0.45);
        const amount = 0.92 * step(-reach, -reach * 0.35, depth + 2.5 * wobble) * step(-0.6, 1.5, whiteMm);
        if (amount > cover.amount) {
          cover.amount = amount;
          cover.tissue = TISSUE.oedema;
        }
      }
    }
  }
  if (brainMm < 0.3 && cover.tissue !== TISSUE.enhancingRim) cover.amount *= step(-0.8, 0.3, brainMm);
}
