/** Tissue labels of the head phantom; the numbers index the parameter tables. */
export const TISSUE = {
  air: 0,
  csf: 1,
  greyMatter: 2,
  whiteMatter: 3,
  striatum: 4,
  pallidum: 5,
  thalamus: 6,
  brainstem: 7,
  nigra: 8,
  corticalBone: 9,
  marrow: 10,
  fat: 11,
  muscle: 12,
  skin: 13,
  vitreous: 14,
  vein: 15,
  hippocampus: 16,
  whiteMatterHyperintensity: 17,
  plaque: 18,
  blackHole: 19,
  acuteInfarct: 20,
  gliosis: 21,
  tumour: 22,
  necrosis: 23,
  oedema: 24,
  enhancingRim: 25,
  mucosa: 26,
  corpusCallosum: 27,
} as const;

export type Tissue = (typeof TISSUE)[keyof typeof TISSUE];

export const TISSUE_COUNT = 28;

/** What a sequence sees of a tissue. Times in ms, diffusivity in 10⁻³ mm²/s, proton density relative to water. */
export interface TissueParameters {
  readonly protonDensity: number;
  readonly t1Ms: number;
  readonly t2Ms: number;
  readonly t2StarMs: number;
  readonly diffusivity: number;
}

type Row = readonly [number, number, number, number, number];

/** 3 T: Stanisz 2005, Wansapura 1999, Lu 2005, rounded; lesions as in clinical series. */
const AT_3_TESLA: Record<Tissue, Row> = {
  [TISSUE.air]: [0, 1000, 10, 1, 0],
  [TISSUE.csf]: [1, 4200, 1900, 900, 3.0],
  [TISSUE.greyMatter]: [0.82, 1420, 95, 55, 0.83],
  [TISSUE.whiteMatter]: [0.7, 850, 70, 47, 0.72],
  [TISSUE.striatum]: [0.8, 1280, 86, 42, 0.76],
  [TISSUE.pallidum]: [0.74, 990, 60, 24, 0.76],
  [TISSUE.thalamus]: [0.77, 1100, 80, 45, 0.76],
  [TISSUE.brainstem]: [0.71, 910, 74, 45, 0.75],
  [TISSUE.nigra]: [0.74, 1020, 55, 22, 0.75],
  [TISSUE.corticalBone]: [0.06, 500, 2, 0.6, 0.1],
  [TISSUE.marrow]: [0.5, 480, 60, 14, 0.3],
  [TISSUE.fat]: [0.62, 390, 75, 30, 0.1],
  [TISSUE.muscle]: [0.75, 1400, 38, 28, 1.3],
  [TISSUE.skin]: [0.6, 900, 35, 20, 1.0],
  [TISSUE.vitreous]: [1, 4000, 1500, 300, 2.9],
  [TISSUE.vein]: [0.85, 1750, 48, 14, 1.2],
  [TISSUE.hippocampus]: [0.83, 1380, 100, 54, 0.88],
  [TISSUE.whiteMatterHyperintensity]: [0.82, 1250, 165, 95, 1.15],
  [TISSUE.plaque]: [0.86, 1450, 190, 105, 1.25],
  [TISSUE.blackHole]: [0.92, 2100, 260, 150, 1.6],
  [TISSUE.acuteInfarct]: [0.86, 1600, 150, 85, 0.42],
  [TISSUE.gliosis]: [0.88, 1650, 210, 120, 1.5],
  [TISSUE.tumour]: [0.87, 1600, 150, 85, 1.15],
  [TISSUE.necrosis]: [0.97, 2600, 420, 200, 2.0],
  [TISSUE.oedema]: [0.86, 1450, 175, 100, 1.45],
  [TISSUE.enhancingRim]: [0.84, 1350, 125, 60, 0.95],
  [TISSUE.mucosa]: [0.8, 1500, 110, 35, 1.6],
  [TISSUE.corpusCallosum]: [0.69, 810, 66, 45, 0.72],
};

/** 7 T where it was measured (Rooney 2007, Peters 2007); the rest follows the same trend. */
const AT_7_TESLA: Partial<Record<Tissue, Row>> = {
  [TISSUE.csf]: [1, 4400, 1100, 500, 3.0],
  [TISSUE.greyMatter]: [0.82, 2000, 55, 33, 0.83],
  [TISSUE.whiteMatter]: [0.7, 1220, 46, 27, 0.72],
  [TISSUE.striatum]: [0.8, 1750, 50, 23, 0.76],
  [TISSUE.pallidum]: [0.74, 1380, 36, 12, 0.76],
  [TISSUE.thalamus]: [0.77, 1550, 47, 25, 0.76],
  [TISSUE.corpusCallosum]: [0.69, 1180, 44, 26, 0.72],
  [TISSUE.vein]: [0.85, 2200, 14, 7, 1.2],
  [TISSUE.fat]: [0.62, 520, 55, 15, 0.1],
};

/** Parameters of every tissue at a field strength, in label order. */
export function tissueParameters(fieldStrengthTesla: number): TissueParameters[] {
  const high = fieldStrengthTesla > 5;
  return Object.values(TISSUE)
    .toSorted((a, b) => a - b)
    .map((label) => {
      const base = AT_3_TESLA[label];
      const own = AT_7_TESLA[label];
      const row: Row = !high
        ? base
        : (own ?? [base[0], base[1] * 1.35, base[2] * 0.6, base[3] * 0.55, base[4]]);
      return {
        protonDensity: row[0],
        t1Ms: row[1],
        t2Ms: row[2],
        t2StarMs: row[3],
        diffusivity: row[4],
      };
    });
}
