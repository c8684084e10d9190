import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamWhere } from "@/lib/access/visible-store";
import { Prisma, type Db, type Tx } from "@/lib/platform/db/client";
import { UNDATED } from "./exam-date";

const SUBJECT = {
  id: true,
  pseudonym: true,
  sex: true,
  synthetic: true,
  phantom: true,
  unlinked: true,
} satisfies Prisma.SubjectSelect;

const THUMBNAIL = {
  where: { hasThumbnail: true },
  orderBy: { ordinal: "asc" },
  take: 1,
  select: { id: true },
} satisfies Prisma.Series$volumesArgs;

const IN_ORDER = [
  { seriesNumber: { sort: "asc", nulls: "last" } },
  { id: "asc" },
] satisfies Prisma.SeriesOrderByWithRelationInput[];

const EXAM = {
  id: true,
  examAt: true,
  siteId: true,
  description: true,
  ageAtExamYears: true,
  fieldStrengthTesla: true,
  visit: { select: { id: true, monthsFromFirst: true, startedAt: true } },
  site: { select: { name: true } },
  scanner: { select: { manufacturer: true, model: true, label: true } },
  epoch: { select: { softwareVersions: true } },
  projects: { select: { projectId: true } },
  series: {
    orderBy: IN_ORDER,
    select: {
      role: true,
      is3D: true,
      map: true,
      derived: true,
      hasPixels: true,
      volumes: THUMBNAIL,
    },
  },
} satisfies Prisma.ExamSelect;

const SERIES = {
  id: true,
  seriesNumber: true,
  description: true,
  protocolName: true,
  sopClassUid: true,
  state: true,
  failure: true,
  instanceCount: true,
  frameCount: true,
  byteCount: true,
  deidProfile: true,
  completeness: true,
  missingCount: true,
  hasPixels: true,
  showsFace: true,
  bodyPart: true,
  role: true,
  map: true,
  component: true,
  contrastAgent: true,
  is3D: true,
  derived: true,
  voxelSizeXMm: true,
  voxelSizeYMm: true,
  voxelSizeZMm: true,
  repetitionTimeMs: true,
  echoTimesMs: true,
  inversionTimeMs: true,
  flipAngleDeg: true,
  pixelBandwidthHzPerPixel: true,
  echoTrainLength: true,
  parallelReductionFactor: true,
  multibandFactor: true,
  phaseEncodingAxis: true,
  receiveCoil: true,
  scanningSequence: true,
  sequenceVariant: true,
  imageType: true,
  bValuesSPerMm2: true,
  qcState: true,
  rating: true,
  sliceThicknessMm: true,
  sliceSpacingMm: true,
  parallelReductionFactorSlice: true,
  partialFourier: true,
  phaseEncodingDirection: true,
  totalReadoutTimeMs: true,
  acquisitionMatrix: true,
  directionCount: true,
  pulseSequenceName: true,
  verdicts: {
    where: { current: true },
    orderBy: { protocolVersionId: "asc" },
    select: {
      value: true,
      protocolVersion: { select: { protocol: { select: { name: true } } } },
    },
  },
} satisfies Prisma.SeriesSelect;

const DIAGNOSIS = {
  code: true,
  verification: true,
  onsetOn: true,
  onsetPrecision: true,
  assertedOn: true,
  assertedPrecision: true,
  abatedOn: true,
  abatedPrecision: true,
  term: { select: { labelFr: true, labelEn: true } },
} satisfies Prisma.DiagnosisSelect;

export type SubjectRow = Prisma.SubjectGetPayload<{ select: typeof SUBJECT }>;
export type ExamRow = Prisma.ExamGetPayload<{ select: typeof EXAM }>;
export type DiagnosisRow = Prisma.DiagnosisGetPayload<{ select: typeof DIAGNOSIS }>;
const SERIES_OF_EXAM = { ...SERIES, volumes: THUMBNAIL } satisfies Prisma.SeriesSelect;
export type SeriesRow = Prisma.SeriesGetPayload<{ select: typeof SERIES_OF_EXAM }>;

const VOLUME = {
  id: true,
  ordinal: true,
  kind: true,
  role: true,
  roleRule: true,
  roleConfidence: true,
  map: true,
  component: true,
  is3D: true,
  derived: true,
  nx: true,
  ny: true,
  nz: true,
  nt: true,
  fourthAxis: true,
  voxelSizeXMm: true,
  voxelSizeYMm: true,
  voxelSizeZMm: true,
  echoTimeMs: true,
  viewByteCount: true,
  hasThumbnail: true,
} satisfies Prisma.VolumeSelect;
export type VolumeRow = Prisma.VolumeGetPayload<{ select: typeof VOLUME }>;

/** A subject by pseudonym, with the exams inside the filter, in order of time; null when there is none. */
export async function findSubjectRow(db: Db | Tx, filter: ExamFilter, pseudonym: string) {
  const visible = visibleExamWhere(filter);
  return db.subject.findFirst({
    where: { pseudonym, exams: { some: visible } },
    select: {
      ...SUBJECT,
      exams: { where: visible, orderBy: [{ examAt: "asc" }, { id: "asc" }], select: EXAM },
      diagnoses: { orderBy: [{ assertedOn: "asc" }, { id: "asc" }], select: DIAGNOSIS },
      scores: {
        orderBy: [{ name: "asc" }, { takenOn: "asc" }],
        select: { name: true, value: true, unit: true, takenOn: true },
      },
      memberships: {
        orderBy: { project: { name: "asc" } },
        select: { status: true, project: { select: { name: true } } },
      },
    },
  });
}

/** An exam inside the filter, with its series and the diagnoses of its subject; null outside. */
export async function findExamRow(db: Db | Tx, filter: ExamFilter, examId: string) {
  return db.exam.findFirst({
    where: { AND: [{ id: examId }, visibleExamWhere(filter)] },
    select: {
      ...EXAM,
      subject: {
        select: {
          ...SUBJECT,
          diagnoses: { orderBy: [{ assertedOn: "asc" }, { id: "asc" }], select: DIAGNOSIS },
        },
      },
      series: { orderBy: IN_ORDER, select: SERIES_OF_EXAM },
    },
  });
}

/** A series whose exam is inside the filter, with its volumes; null outside. */
export async function findSeriesRow(db: Db | Tx, filter: ExamFilter, seriesId: string) {
  return db.series.findFirst({
    where: { id: seriesId, exam: visibleExamWhere(filter) },
    select: {
      ...SERIES,
      volumes: { orderBy: { ordinal: "asc" }, select: VOLUME },
      deidRulesDigest: true,
      deidReport: true,
      exam: { select: { ...EXAM, subject: { select: SUBJECT } } },
    },
  });
}

/** Ids of the volumes of a series that have a view object. */
export async function findViewableVolumeIds(db: Db | Tx, seriesId: string): Promise<Set<string>> {
  const rows = await db.volume.findMany({
    where: { seriesId, manifest: { not: Prisma.AnyNull } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

/** The subject's other exams inside the filter, in order of time. */
export async function findOtherExams(db: Db | Tx, filter: ExamFilter, subjectId: string, examId: string) {
  return db.exam.findMany({
    where: { AND: [{ subjectId, id: { not: examId } }, visibleExamWhere(filter)] },
    orderBy: [{ examAt: "asc" }, { id: "asc" }],
    select: {
      id: true,
      examAt: true,
      siteId: true,
      visit: { select: { monthsFromFirst: true } },
      scanner: { select: { model: true } },
      projects: { select: { projectId: true } },
      series: { where: { hasPixels: true }, take: 1, select: { id: true } },
    },
  });
}

/** Shifted start of the subject's first dated visit (M0); null when none is dated. */
export async function findFirstVisitAt(db: Db | Tx, subjectId: string): Promise<Date | null> {
  const first = await db.visit.findFirst({
    where: { subjectId, startedAt: { not: UNDATED } },
    orderBy: { startedAt: "asc" },
    select: { startedAt: true },
  });
  return first?.startedAt ?? null;
}
