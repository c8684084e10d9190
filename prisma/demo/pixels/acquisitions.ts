import type { SequenceKey } from "../network/sequences";
import type { AcquisitionGrid } from "../phantom/acquire";
import type { SequencePhysics } from "../phantom/sequences";

/** How a sequence of the demonstration gets its pixels. */
export interface Acquisition {
  /** Sequences of one grid are made from one tissue map. */
  grid: AcquisitionGrid;
  /** One entry per point of the fourth axis (time repeats one). */
  points: readonly SequencePhysics[];
  /** Times the point is repeated (a time series). */
  repetitions: number;
  fourthAxis: { kind: "none" | "time" | "bValue"; values: number[]; unit: string | null };
  /** Stored value of one unit of relative signal. */
  gain: number;
  /** Standard deviation of the noise in stored values, each channel. */
  noise: number;
  /** Receive-field inhomogeneity, 0-1. */
  bias: number;
  unit: string | null;
}

const NONE = { kind: "none" as const, values: [], unit: null };

const sagittal = (
  voxelMm: number,
  matrix: readonly [number, number, number],
  frontMm: number,
  topMm: number,
): AcquisitionGrid => ({
  dimensions: matrix,
  voxelSizeMm: [voxelMm, voxelMm, voxelMm],
  originMm: [((matrix[2] - 1) * voxelMm) / 2, -frontMm, topMm],
  direction: [0, 1, 0, 0, 0, -1, -1, 0, 0],
});

const axial = (
  voxelSizeMm: readonly [number, number, number],
  matrix: readonly [number, number, number],
  frontMm: number,
  bottomMm: number,
): AcquisitionGrid => ({
  dimensions: matrix,
  voxelSizeMm,
  originMm: [(-(matrix[0] - 1) * voxelSizeMm[0]) / 2, -frontMm, bottomMm],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
});

const ONE_MM = sagittal(1, [240, 232, 176], 112, 99);
const DIFFUSION = axial([2, 2, 2.5], [112, 128, 56], 118, -52);

const MPRAGE: SequencePhysics = {
  kind: "mprage",
  repetitionTimeMs: 2300,
  echoTimeMs: 2.98,
  inversionTimeMs: 900,
  flipAngleDeg: 9,
  echoSpacingMs: 7.1,
  echoes: 176,
};

const BOLD_POINTS = 20;

/** The sequences that the phantom can be imaged with. Thick-slab 3D vendors differ in names, not in contrast. */
export const ACQUISITIONS: Partial<Record<SequenceKey, Acquisition>> = {
  t1: {
    grid: ONE_MM,
    points: [MPRAGE],
    repetitions: 1,
    fourthAxis: NONE,
    gain: 15500,
    noise: 7,
    bias: 0.2,
    unit: null,
  },
  flair3d: {
    grid: ONE_MM,
    points: [
      {
        kind: "inversion-spin-echo",
        repetitionTimeMs: 5000,
        effectiveEchoTimeMs: 125,
        inversionTimeMs: 1800,
      },
    ],
    repetitions: 1,
    fourthAxis: NONE,
    gain: 2900,
    noise: 6,
    bias: 0.2,
    unit: null,
  },
  swi: {
    grid: axial([0.9, 0.9, 2], [224, 256, 72], 113, -54),
    points: [{ kind: "gradient-echo", repetitionTimeMs: 28, echoTimeMs: 20, flipAngleDeg: 15 }],
    repetitions: 1,
    fourthAxis: NONE,
    gain: 7200,
    noise: 6,
    bias: 0.22,
    unit: null,
  },
  dwi: {
    grid: DIFFUSION,
    points: [0, 1000].map((bValue) => ({
      kind: "diffusion",
      repetitionTimeMs: 5200,
      echoTimeMs: 68,
      bValue,
    })),
    repetitions: 1,
    fourthAxis: { kind: "bValue", values: [0, 1000], unit: "s/mm²" },
    gain: 1000,
    noise: 6,
    bias: 0.15,
    unit: null,
  },
  adc: {
    grid: DIFFUSION,
    points: [{ kind: "adc" }],
    repetitions: 1,
    fourthAxis: NONE,
    gain: 1000,
    noise: 28,
    bias: 0,
    unit: "um2/s",
  },
  bold: {
    grid: axial([3, 3, 3.3], [72, 80, 42], 112, -50),
    points: [{ kind: "gradient-echo", repetitionTimeMs: 2000, echoTimeMs: 30, flipAngleDeg: 77 }],
    repetitions: BOLD_POINTS,
    fourthAxis: { kind: "time", values: Array.from({ length: BOLD_POINTS }, (_, t) => 2 * t), unit: "s" },
    gain: 1900,
    noise: 6,
    bias: 0.18,
    unit: null,
  },
  t1fine: {
    grid: sagittal(0.5, [448, 400, 336], 106, 98),
    points: [
      {
        ...MPRAGE,
        repetitionTimeMs: 3200,
        inversionTimeMs: 1150,
        flipAngleDeg: 6,
        echoSpacingMs: 6.4,
        echoes: 240,
        echoTimeMs: 2.6,
      },
    ],
    repetitions: 1,
    fourthAxis: NONE,
    gain: 21000,
    noise: 10,
    bias: 0.42,
    unit: null,
  },
};
