import type { SequenceRole } from "@/lib/harmonise/rules/role-features";
import type { KeptUnit } from "./units";

/** What is known of a series when it is judged: the columns of `Series`, and where it was made. Null is "not known". */
export interface SeriesFacts {
  seriesId: string;
  seriesNumber: number | null;
  role: SequenceRole;
  map: string | null;
  component: string;
  contrastAgent: "yes" | "no" | "unknown";
  derived: boolean;
  is3D: boolean | null;
  description: string | null;
  protocolName: string | null;
  imageType: readonly string[];
  repetitionTimeMs: number | null;
  /** Empty is "not known". */
  echoTimesMs: readonly number[];
  inversionTimeMs: number | null;
  flipAngleDeg: number | null;
  pixelBandwidthHzPerPixel: number | null;
  echoTrainLength: number | null;
  parallelReductionFactor: number | null;
  parallelReductionFactorSlice: number | null;
  multibandFactor: number | null;
  partialFourier: number | null;
  totalReadoutTimeMs: number | null;
  phaseEncodingAxis: string | null;
  phaseEncodingDirection: string | null;
  receiveCoil: string | null;
  pulseSequenceName: string | null;
  voxelSizeXMm: number | null;
  voxelSizeYMm: number | null;
  voxelSizeZMm: number | null;
  sliceThicknessMm: number | null;
  sliceSpacingMm: number | null;
  acquisitionMatrix: readonly number[];
  /** Empty is "not known": a series that is not diffusion-weighted has none. */
  bValuesSPerMm2: readonly number[];
  directionCount: number | null;
  volumeCount: number | null;
}

/** Where an exam was made: what scoped variants are chosen by. */
export interface ScannerFacts {
  scannerId: string;
  manufacturer: string;
  model: string;
  fieldStrengthTesla: number;
}

/** A value of a parameter, or what a rule expects: a number, a list of numbers in order, a word, yes or no. */
export type ParameterValue = number | readonly number[] | string | boolean;

export type ParameterKind = "number" | "numbers" | "text" | "flag";

export interface Parameter {
  kind: ParameterKind;
  /** For numbers. */
  unit: KeptUnit;
  /** Null when it is not known. */
  of: (series: SeriesFacts, scanner: ScannerFacts) => ParameterValue | null;
}

const number = (unit: KeptUnit, of: (series: SeriesFacts) => number | null): Parameter => ({
  kind: "number",
  unit,
  of,
});
const numbers = (unit: KeptUnit, of: (series: SeriesFacts) => readonly number[]): Parameter => ({
  kind: "numbers",
  unit,
  of: (series) => (of(series).length > 0 ? of(series) : null),
});
const text = (of: (series: SeriesFacts) => string | null): Parameter => ({ kind: "text", unit: "1", of });

/** Every parameter that a protocol can ask for: the closed vocabulary of rules and findings. */
export const PARAMETERS = {
  repetitionTimeMs: number("ms", (s) => s.repetitionTimeMs),
  echoTimesMs: numbers("ms", (s) => s.echoTimesMs),
  inversionTimeMs: number("ms", (s) => s.inversionTimeMs),
  flipAngleDeg: number("deg", (s) => s.flipAngleDeg),
  pixelBandwidthHzPerPixel: number("Hz/px", (s) => s.pixelBandwidthHzPerPixel),
  echoTrainLength: number("1", (s) => s.echoTrainLength),
  parallelReductionFactor: number("1", (s) => s.parallelReductionFactor),
  parallelReductionFactorSlice: number("1", (s) => s.parallelReductionFactorSlice),
  multibandFactor: number("1", (s) => s.multibandFactor),
  partialFourier: number("1", (s) => s.partialFourier),
  totalReadoutTimeMs: number("ms", (s) => s.totalReadoutTimeMs),
  voxelSizeXMm: number("mm", (s) => s.voxelSizeXMm),
  voxelSizeYMm: number("mm", (s) => s.voxelSizeYMm),
  voxelSizeZMm: number("mm", (s) => s.voxelSizeZMm),
  sliceThicknessMm: number("mm", (s) => s.sliceThicknessMm),
  sliceSpacingMm: number("mm", (s) => s.sliceSpacingMm),
  /** Between the slices: 0 when they touch, negative when they overlap. */
  sliceGapMm: number("mm", (s) =>
    s.sliceSpacingMm === null || s.sliceThicknessMm === null ? null : s.sliceSpacingMm - s.sliceThicknessMm,
  ),
  acquisitionMatrix: numbers("1", (s) => s.acquisitionMatrix),
  bValuesSPerMm2: numbers("s/mm2", (s) => s.bValuesSPerMm2),
  directionCount: number("1", (s) => s.directionCount),
  volumeCount: number("1", (s) => s.volumeCount),
  fieldStrengthTesla: {
    kind: "number",
    unit: "T",
    // 0 is that of a scanner which is not known yet.
    of: (_, scanner) => (scanner.fieldStrengthTesla > 0 ? scanner.fieldStrengthTesla : null),
  },
  phaseEncodingAxis: text((s) => s.phaseEncodingAxis),
  phaseEncodingDirection: text((s) => s.phaseEncodingDirection),
  receiveCoil: text((s) => s.receiveCoil),
  pulseSequenceName: text((s) => s.pulseSequenceName),
  contrastAgent: text((s) => (s.contrastAgent === "unknown" ? null : s.contrastAgent)),
  is3D: { kind: "flag", unit: "1", of: (s) => s.is3D },
} as const satisfies Record<string, Parameter>;

export type ParameterName = keyof typeof PARAMETERS;

const isParameterName = (name: string): name is ParameterName => Object.hasOwn(PARAMETERS, name);

export const PARAMETER_NAMES: readonly ParameterName[] = Object.keys(PARAMETERS).filter(isParameterName);

/** The definition of a parameter, of whatever kind. */
export function parameter(name: ParameterName): Parameter {
  return PARAMETERS[name];
}
