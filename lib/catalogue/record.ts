import type { DeidReport } from "@/lib/deid/report";
import type { DiagnosisStatus } from "./diagnosis-at";
import type { RelativeDate } from "./relative-date";

// What subject, exam and series pages show. Plain data, browser-safe; no date but relative ones.

export type Sex = "female" | "male" | "other" | "unknown";
export type Verification = "confirmed" | "provisional" | "refuted";
export type VerdictValue = "compliant" | "minor" | "major" | "undetermined";

export interface SubjectSummary {
  pseudonym: string;
  sex: Sex;
  /** Made by the demonstration network. */
  synthetic: boolean;
  phantom: boolean;
  /** Without a usable hospital identifier: holds one Study and is never merged. */
  unlinked: boolean;
}

export interface ScannerSummary {
  siteName: string;
  manufacturer: string;
  model: string;
  label: string | null;
  fieldStrengthTesla: number;
  softwareVersions: string;
}

/** A role as the interface writes it: "T1w 3D", "DWI ADC". */
export interface SequenceSummary {
  role: string;
  is3D: boolean | null;
  map: string | null;
}

export interface ExamSummary {
  id: string;
  /** Months since the subject's first visit; null when the exam is undated. */
  month: number | null;
  description: string | null;
  ageAtExamYears: number | null;
  scanner: ScannerSummary;
  sequences: SequenceSummary[];
  seriesCount: number;
  thumbnailVolumeId: string | null;
  /** The actor may open the images, and there are some. */
  canView: boolean;
}

export interface SubjectDiagnosis {
  code: string;
  labelFr: string;
  labelEn: string;
  verification: Verification;
  onset: RelativeDate | null;
  asserted: RelativeDate | null;
  abated: RelativeDate | null;
}

export interface SubjectScore {
  name: string;
  unit: string | null;
  points: { month: number; value: number }[];
}

export interface SubjectRecord {
  subject: SubjectSummary;
  /** In order of time, undated ones last. */
  visits: { id: string; month: number | null; exams: ExamSummary[] }[];
  diagnoses: SubjectDiagnosis[];
  scores: SubjectScore[];
  projects: { name: string; status: "patient" | "control" }[];
  /** The actor may write her diagnoses and scores, with true dates. */
  canEdit: boolean;
}

export interface DiagnosisAtExam {
  code: string;
  labelFr: string;
  labelEn: string;
  verification: Verification;
  status: DiagnosisStatus;
  asserted: RelativeDate | null;
}

export interface SeriesVerdict {
  protocolName: string;
  value: VerdictValue;
}

/** Acquisition parameters as the header gives them; null or empty when it does not. */
export interface AcquisitionParameters {
  repetitionTimeMs: number | null;
  echoTimesMs: number[];
  inversionTimeMs: number | null;
  flipAngleDeg: number | null;
  pixelBandwidthHzPerPixel: number | null;
  echoTrainLength: number | null;
  parallelReductionFactor: number | null;
  multibandFactor: number | null;
  phaseEncodingAxis: string | null;
  receiveCoil: string | null;
  scanningSequence: string[];
  sequenceVariant: string[];
  imageType: string[];
  bValuesSPerMm2: number[];
  sliceThicknessMm: number | null;
  sliceSpacingMm: number | null;
  parallelReductionFactorSlice: number | null;
  partialFourier: number | null;
  /** AP, PA, RL, LR, HF or FH. */
  phaseEncodingDirection: string | null;
  totalReadoutTimeMs: number | null;
  acquisitionMatrix: number[];
  directionCount: number | null;
  pulseSequenceName: string | null;
}

export interface SeriesSummary {
  id: string;
  seriesNumber: number | null;
  description: string | null;
  state: "arriving" | "complete" | "failed";
  sequence: SequenceSummary;
  component: string;
  contrastAgent: string;
  derived: boolean;
  voxelSizeMm: [number, number, number] | null;
  parameters: AcquisitionParameters;
  instanceCount: number;
  /** Pictures that are missing at least; null where none is known to be. */
  missingCount: number | null;
  thumbnailVolumeId: string | null;
  hasImages: boolean;
  /** The pixels could show who it is. */
  showsFace: boolean;
  /** BodyPartExamined, a defined term. */
  bodyPart: string | null;
  verdicts: SeriesVerdict[];
  /** Whether a quality metric is an outlier in its comparable group. */
  qcState: "unmeasured" | "typical" | "outlier";
  /** Worst of what people said of its quality; null where nobody did. */
  rating: "good" | "usable" | "unusable" | null;
}

/** An object that was made from series: a segmentation, a map, measurements, a registration. */
export interface DerivedSummary {
  id: string;
  kind: "segmentation" | "parametricMap" | "measurementReport" | "registration" | "niftiVolume";
  /** Segments, quantities or measurements, in known words. */
  labels: string[];
  /** The series that holds it. */
  seriesId: string | null;
  sources: { id: string; seriesNumber: number | null; sequence: SequenceSummary }[];
  /** Objects that it names as sources and that are not here yet. */
  awaited: number;
}

export interface ExamRecord {
  exam: ExamSummary;
  subject: SubjectSummary;
  diagnoses: DiagnosisAtExam[];
  series: SeriesSummary[];
  /** What the exam holds beside images. */
  derived: DerivedSummary[];
  /** The subject's other exams that the actor may browse, in order of time. */
  others: { id: string; month: number | null; scannerModel: string; canView: boolean }[];
}

export interface VolumeSummary {
  id: string;
  ordinal: number;
  kind: "volume" | "stack";
  sequence: SequenceSummary;
  component: string;
  derived: boolean;
  roleRule: string;
  roleConfidence: number;
  dimensions: [number, number, number, number];
  fourthAxis: string;
  voxelSizeMm: [number, number, number] | null;
  echoTimeMs: number | null;
  viewByteCount: number | null;
  hasThumbnail: boolean;
  hasImages: boolean;
}

export interface SeriesRecord {
  series: SeriesSummary & {
    protocolName: string | null;
    sopClassUid: string;
    failure: string | null;
    frameCount: number;
    byteCount: number;
    deidProfile: string | null;
    /** SHA-256 of the rules that passed it, in hexadecimal. */
    deidRulesDigest: string | null;
    /** What was done to each attribute, never a value; empty where no report was kept. */
    deidReport: DeidReport;
  };
  exam: ExamSummary;
  subject: SubjectSummary;
  volumes: VolumeSummary[];
  /** What was made from it. */
  derived: DerivedSummary[];
  /** The actor may give a NIfTI file to it. */
  canAttach: boolean;
}
