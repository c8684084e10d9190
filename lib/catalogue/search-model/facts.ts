// What the rows of the search read-model hold, as the views of migration 0015 write it.

/** Values of a kind's numbers, in the order of SERIES_NUMBERS; a list holds all of its. */
type KindNumber = number | string | (number | string)[] | null;

/** "SearchSeriesKind": role, 3D, map, contrast, derived, pixels, QC, rating, verdicts now by protocol, numbers. */
export type SeriesKindFacts = [
  role: string,
  is3D: boolean | null,
  map: string | null,
  contrast: string,
  derived: boolean,
  pixels: boolean,
  qc: string,
  rating: string | null,
  verdicts: [protocol: number, verdict: string][],
  numbers: KindNumber[],
];

export const SERIES_NUMBERS = [
  "voxelSizeMaxMm",
  "sliceThicknessMm",
  "repetitionTimeMs",
  "echoTimeMs",
  "inversionTimeMs",
  "flipAngleDeg",
  "bValueSPerMm2",
  "directionCount",
  "volumeCount",
  "multibandFactor",
  "parallelReductionFactor",
] as const;

type Precision = "day" | "month" | "year";

/** "SearchSubject"; days count from 1970-01-01 and are shifted. */
export interface SubjectFacts {
  sex: string;
  /** Projects in which the subject is a healthy control. */
  controls: string[];
  visits: [id: string, day: number][];
  diagnoses: [
    code: string,
    verification: "confirmed" | "provisional" | "refuted",
    assertedOn: number,
    assertedPrecision: Precision,
    abatedOn: number | null,
    abatedPrecision: Precision | null,
  ][];
  scores: [name: string, value: number, takenOn: number][];
}

/** Every value of a number; what is no number sorts above all of them, as PostgreSQL has it. */
export function kindNumbers(value: KindNumber | undefined): number[] {
  if (value === null || value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((one) =>
    typeof one === "number" ? one : one === "-Infinity" ? -Infinity : Infinity,
  );
}

/** Position is the number that "SearchExam".protocols holds. */
export const JUDGED_VALUES = ["compliant", "minor", "major", "undetermined"] as const;

export interface ExamProtocolFacts {
  protocol: number;
  verdict: (typeof JUDGED_VALUES)[number];
  isWhole: boolean | null;
}

/** Reads an element of "SearchExam".protocols. */
export function examProtocolFacts(packed: number): ExamProtocolFacts {
  const whole = packed % 4;
  return {
    protocol: Math.floor(packed / 16),
    verdict: JUDGED_VALUES[Math.floor(packed / 4) % 4] ?? "undetermined",
    isWhole: whole === 0 ? null : whole === 2,
  };
}
