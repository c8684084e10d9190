import type { ProtocolContent } from "@/lib/harmonise/protocol/content";
import type { ExamFinding, SeriesFinding } from "@/lib/harmonise/protocol/finding";
import type { QcFailure } from "@/lib/harmonise/qc/measure";
import type { QcAbsence, QcMetricName } from "@/lib/harmonise/qc/metrics";

/** Rows of the demonstration network, column for column as prisma/schema.prisma names them. */

export type Manufacturer = "Siemens" | "Philips" | "GE" | "Canon" | "UIH" | "Other";
export type Precision = "day" | "month" | "year";
export type Role =
  | "T1w"
  | "T2w"
  | "FLAIR"
  | "DIR"
  | "DWI"
  | "SWI"
  | "T2star"
  | "BOLD"
  | "ASL"
  | "DSC"
  | "MP2RAGE"
  | "fieldmap"
  | "localiser";
export type VerdictName = "compliant" | "minor" | "major" | "undetermined";

export interface SiteRow {
  id: string;
  code: string;
  name: string;
  city: string;
}
export interface ScannerRow {
  id: string;
  siteId: string;
  manufacturer: Manufacturer;
  model: string;
  fieldStrengthTesla: number;
}
export interface EpochRow {
  id: string;
  scannerId: string;
  softwareVersions: string;
  startedAt: Date;
}
export interface SubjectRow {
  id: string;
  pseudonym: string;
  sex: "female" | "male";
  synthetic: true;
}
export interface SecretRow {
  subjectId: string;
  dateOffsetDays: number;
  countKey: bigint;
}
/** A hospital identifier; it becomes a linkage hash when it is loaded and is stored nowhere. */
export interface HospitalIdentifier {
  subjectId: string;
  siteId: string;
  siteCode: string;
  patientId: string;
}
export interface DiagnosisRow {
  id: string;
  subjectId: string;
  code: string;
  onsetOn: Date | null;
  onsetPrecision: Precision | null;
  assertedOn: Date;
  assertedPrecision: Precision;
  abatedOn: Date | null;
  abatedPrecision: Precision | null;
  verification: "confirmed" | "provisional" | "refuted";
}
export interface ScoreRow {
  id: string;
  subjectId: string;
  name: string;
  value: number;
  unit: string | null;
  takenOn: Date;
}
export interface VisitRow {
  id: string;
  subjectId: string;
  scannerId: string;
  startedAt: Date;
  monthsFromFirst: number;
}
export interface ExamRow {
  id: string;
  subjectId: string;
  visitId: string;
  siteId: string;
  scannerId: string;
  epochId: string;
  studyInstanceUid: string;
  examAt: Date;
  ageAtExamYears: number;
  description: string;
  fieldStrengthTesla: number;
  synthetic: true;
}
export interface ClockRow {
  examId: string;
  acquiredAt: Date;
  receivedAt: Date;
}
/** What a sequence was run with. */
export interface Parameters {
  repetitionTimeMs: number | null;
  echoTimesMs: number[];
  inversionTimeMs: number | null;
  flipAngleDeg: number | null;
  pixelBandwidthHzPerPixel: number | null;
  echoTrainLength: number | null;
  parallelReductionFactor: number | null;
  multibandFactor: number | null;
  bValuesSPerMm2: number[];
  voxelSizeXMm: number;
  voxelSizeYMm: number;
  voxelSizeZMm: number;
  sliceThicknessMm: number;
  /** From slice centre to slice centre. */
  sliceSpacingMm: number;
  phaseEncodingDirection: string | null;
  directionCount: number | null;
  volumeCount: number;
}
export interface SeriesRow extends Parameters {
  id: string;
  examId: string;
  seriesInstanceUid: string;
  seriesNumber: number;
  description: string;
  protocolName: string;
  sopClassUid: string;
  state: "complete";
  instanceCount: number;
  frameCount: number;
  byteCount: bigint;
  hasPixels: boolean;
  role: Role;
  map: string | null;
  component: "magnitude" | "phase";
  contrastAgent: "yes" | "no";
  is3D: boolean;
  derived: boolean;
  voxelSizeMaxMm: number;
  phaseEncodingAxis: string;
  receiveCoil: string;
  scanningSequence: string[];
  sequenceVariant: string[];
  imageType: string[];
  qcState: "unmeasured" | "typical" | "outlier";
}
export interface VolumeRow {
  id: string;
  seriesId: string;
  ordinal: 0;
  kind: "volume" | "stack";
  role: Role;
  roleRule: string;
  roleConfidence: number;
  map: string | null;
  component: "magnitude" | "phase";
  contrastAgent: "yes" | "no";
  is3D: boolean;
  derived: boolean;
  nx: number;
  ny: number;
  nz: number;
  nt: number;
  fourthAxis: "none" | "time" | "bValue" | "echo" | "other";
  voxelSizeXMm: number;
  voxelSizeYMm: number;
  voxelSizeZMm: number;
  frameOfReferenceUid: string;
  echoTimeMs: number | null;
}
export interface VerdictRow {
  seriesId: string;
  protocolVersionId: string;
  value: VerdictName;
  stepOrdinal: number;
  findings: SeriesFinding[];
}
export interface ProtocolRow {
  id: string;
  code: string;
  name: string;
}
export interface ProtocolVersionRow {
  id: string;
  protocolId: string;
  version: number;
  validFrom: Date;
  validUntil: Date | null;
  content: ProtocolContent;
}
export interface ProjectRow {
  id: string;
  code: string;
  name: string;
}

/** In the order in which they are tried. */
export interface AssignmentRuleRow {
  id: string;
  kind: "project" | "studyDescription";
  projectId: string | null;
  pattern: string | null;
  protocolIds: string[];
}
export interface ExamProtocolRow {
  examId: string;
  protocolVersionId: string;
  value: VerdictName;
  isWhole: boolean;
  findings: ExamFinding[];
}
export interface SeriesQcRow {
  seriesId: string;
  version: number;
  failure: QcFailure | null;
  absences: Partial<Record<QcMetricName, QcAbsence>>;
}
export interface QcMetricRow {
  seriesId: string;
  name: QcMetricName;
  value: number;
}

/** The whole demonstration network, ready to be inserted in this order. */
export interface Network {
  sites: SiteRow[];
  scanners: ScannerRow[];
  epochs: EpochRow[];
  projects: ProjectRow[];
  protocols: ProtocolRow[];
  protocolVersions: ProtocolVersionRow[];
  subjects: SubjectRow[];
  secrets: SecretRow[];
  identifiers: HospitalIdentifier[];
  members: { projectId: string; subjectId: string; status: "patient" | "control" }[];
  diagnoses: DiagnosisRow[];
  scores: ScoreRow[];
  visits: VisitRow[];
  exams: ExamRow[];
  clocks: ClockRow[];
  examProjects: { examId: string; projectId: string }[];
  assignmentRules: AssignmentRuleRow[];
  examProtocols: ExamProtocolRow[];
  series: SeriesRow[];
  volumes: VolumeRow[];
  verdicts: VerdictRow[];
  seriesQc: SeriesQcRow[];
  qcMetrics: QcMetricRow[];
}
