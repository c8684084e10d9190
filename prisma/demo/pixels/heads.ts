import type { HeadTraits } from "../phantom/anatomy";
import type { Lesion } from "../phantom/lesions";
import type { HeadState } from "../phantom/sampler";
import { seededRandom } from "../random";

/** A phantom subject: who it is, and how it is at each visit. */
export interface PhantomSubject {
  traits: HeadTraits;
  visits: readonly HeadState[];
}

const HEALTHY: HeadState = {
  ventricles: 1,
  sulcusMm: 0.7,
  cortexMm: 2.55,
  hippocampus: [1, 1],
  whiteMatterLoad: 0,
  lesions: [],
};

/** Plaques of multiple sclerosis: mostly ovoid and perpendicular to the lateral ventricles; `growth` ≥ 0 between visits. */
function plaques(seed: string, count: number, growth: number, blackHoles: number): Lesion[] {
  const random = seededRandom(`plaques/${seed}`);
  return Array.from({ length: count }, (_, n): Lesion => {
    const side = random.chance(0.5) ? 1 : -1;
    const periventricular = n % 4 !== 3;
    const blackHole = random.chance(blackHoles);
    const size = random.between(0.8, 1.35) * (1 + growth * random.between(0.1, 0.35));
    if (n === 6)
      return { kind: "plaque", blackHole: false, centreMm: [side * 16, -42, -33], radiiMm: [3.4, 3, 3] };
    return periventricular
      ? {
          kind: "plaque",
          blackHole,
          centreMm: [side * random.between(16, 25), random.between(-42, 26), random.between(15, 27)],
          radiiMm: [5.2 * size, 2.7 * size, 3.2 * size],
        }
      : {
          kind: "plaque",
          blackHole,
          centreMm: [side * random.between(24, 40), random.between(-50, 40), random.between(22, 44)],
          radiiMm: [2.8 * size, 3.4 * size, 2.9 * size],
        };
  });
}

const traits = (
  seed: string,
  scale: HeadTraits["scale"],
  skullThicknessMm = 6.5,
  scalpFatMm = 4.5,
): HeadTraits => ({
  seed,
  scale,
  skullThicknessMm,
  scalpFatMm,
});

/** The phantom subjects of the showcase, by name. */
export const HEADS: Readonly<Record<string, PhantomSubject>> = {
  alzheimer: {
    traits: traits("alzheimer", [0.96, 0.97, 0.97]),
    visits: [
      {
        ventricles: 1.75,
        sulcusMm: 1.4,
        cortexMm: 2.35,
        hippocampus: [0.66, 0.62],
        whiteMatterLoad: 0.3,
        lesions: [],
      },
      {
        ventricles: 2.3,
        sulcusMm: 1.8,
        cortexMm: 2.2,
        hippocampus: [0.48, 0.45],
        whiteMatterLoad: 0.42,
        lesions: [],
      },
    ],
  },
  relapsing: {
    traits: traits("relapsing", [0.97, 0.98, 0.98], 6, 5),
    visits: [
      { ...HEALTHY, ventricles: 1.12, sulcusMm: 0.8, lesions: plaques("relapsing", 9, 0, 0.15) },
      { ...HEALTHY, ventricles: 1.18, sulcusMm: 0.85, lesions: plaques("relapsing", 14, 1, 0.15) },
    ],
  },
  progressive: {
    traits: traits("progressive", [1.02, 1.01, 1], 7),
    visits: [
      {
        ...HEALTHY,
        ventricles: 1.5,
        sulcusMm: 1.1,
        cortexMm: 2.4,
        lesions: plaques("progressive", 18, 0, 0.45),
      },
      {
        ...HEALTHY,
        ventricles: 1.7,
        sulcusMm: 1.25,
        cortexMm: 2.35,
        lesions: plaques("progressive", 21, 1, 0.5),
      },
    ],
  },
  stroke: {
    traits: traits("stroke", [1.01, 1.02, 1], 7.2),
    visits: [
      {
        ...HEALTHY,
        ventricles: 1.35,
        sulcusMm: 1.1,
        whiteMatterLoad: 0.18,
        lesions: [{ kind: "infarct", stage: "acute", centreMm: [46, -10, 20], radiiMm: [21, 25, 18] }],
      },
      {
        ...HEALTHY,
        ventricles: 1.45,
        sulcusMm: 1.15,
        whiteMatterLoad: 0.2,
        lesions: [{ kind: "infarct", stage: "chronic", centreMm: [46, -10, 20], radiiMm: [19, 23, 16] }],
      },
    ],
  },
  glioma: {
    traits: traits("glioma", [1.03, 1, 1.02], 6.8),
    visits: [
      {
        ...HEALTHY,
        ventricles: 1.05,
        sulcusMm: 0.85,
        lesions: [{ kind: "glioma", centreMm: [-34, 16, 24], radiusMm: 14, highGrade: true }],
      },
      {
        ...HEALTHY,
        ventricles: 1,
        sulcusMm: 0.85,
        lesions: [{ kind: "glioma", centreMm: [-34, 16, 24], radiusMm: 19, highGrade: true }],
      },
    ],
  },
  parkinson: {
    traits: traits("parkinson", [1.01, 1, 1.01], 7),
    visits: [{ ...HEALTHY, ventricles: 1.35, sulcusMm: 1.15, cortexMm: 2.4, whiteMatterLoad: 0.12 }],
  },
  schizophrenia: {
    traits: traits("schizophrenia", [0.96, 0.96, 0.97], 6, 5),
    visits: [{ ...HEALTHY, ventricles: 1.3, sulcusMm: 0.85, cortexMm: 2.45 }],
  },
  control: {
    traits: traits("control", [0.98, 0.98, 0.98], 6.2, 4),
    visits: [HEALTHY, HEALTHY],
  },
};
