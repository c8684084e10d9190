import type { FeatureRow, FeatureTable } from "../feature-table";

/** Numbers between 0 and 1 that are the same every time (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers from uniform ones (Box and Muller). */
export function normalNumbers(uniform: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

export interface MadeBatch {
  batch: string;
  subjects: number;
  /** Added to each feature, in its spreads. */
  shift: readonly number[];
  /** Multiplies the noise of each feature. */
  scale: readonly number[];
}

export interface Making {
  seed: number;
  batches: readonly MadeBatch[];
  features: readonly { name: string; centre: number; spread: number; perYear: number; ofPatients: number }[];
}

/** A table of known batch effects: value = centre + covariates + shift + scale × noise. */
export function makeTable({ seed, batches, features }: Making): FeatureTable {
  const uniform = seededNumbers(seed);
  const normal = normalNumbers(uniform);
  const rows: FeatureRow[] = [];
  for (const { batch, subjects, shift, scale } of batches) {
    for (let index = 0; index < subjects; index += 1) {
      const ageYears = 20 + Math.floor(uniform() * 60);
      const sex = uniform() < 0.5 ? "female" : "male";
      const status = uniform() < 0.4 ? "control" : "patient";
      rows.push({
        subject: `${batch}-${index}`,
        batch,
        covariates: { ageYears, sex, status },
        values: features.map(({ centre, spread, perYear, ofPatients }, feature) => {
          const own = perYear * (ageYears - 50) + (status === "patient" ? ofPatients : 0);
          return centre + own + spread * ((shift[feature] ?? 0) + (scale[feature] ?? 1) * normal());
        }),
      });
    }
  }
  return { features: features.map(({ name }) => name), rows };
}

export const MADE_FEATURES: Making["features"] = [
  { name: "snr", centre: 14, spread: 2, perYear: -0.03, ofPatients: 0 },
  { name: "cnr", centre: 3.2, spread: 0.4, perYear: -0.01, ofPatients: -0.5 },
  { name: "efc", centre: 0.55, spread: 0.05, perYear: 0.0004, ofPatients: 0.01 },
  { name: "fber", centre: 2400, spread: 500, perYear: -4, ofPatients: 0 },
  { name: "tsnr", centre: 60, spread: 9, perYear: -0.2, ofPatients: -3 },
];

export const MADE_BATCHES: readonly MadeBatch[] = [
  { batch: "a", subjects: 46, shift: [0, 0, 0, 0, 0], scale: [1, 1, 1, 1, 1] },
  { batch: "b", subjects: 31, shift: [1.5, -1, 2, 0.7, -0.4], scale: [1.6, 0.8, 1.3, 2, 1] },
  { batch: "c", subjects: 62, shift: [-2, 0.4, -0.3, 1.1, 2.2], scale: [0.6, 1.1, 0.9, 1.4, 1.7] },
  { batch: "d", subjects: 17, shift: [0.3, 2, -1.2, -0.8, 0.9], scale: [1.2, 1.9, 0.7, 0.5, 1.1] },
];
