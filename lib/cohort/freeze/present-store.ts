import { isUndated } from "@/lib/catalogue/exam-date";
import type { Db, Prisma, Tx } from "@/lib/platform/db/client";
import { SERIES_NUMBERS } from "@/lib/catalogue/search-model/facts";
import type { SeriesNumber } from "../criteria";
import type { PresentExam, SeriesState } from "./member-state";

/** What holds now. */
export const JUDGED = {
  where: { current: true },
  orderBy: { protocolVersionId: "asc" },
} as const;
export const BY = { select: { version: true, protocol: { select: { code: true } } } } as const;

/** What criteria look at of a series. */
export const SERIES = {
  id: true,
  role: true,
  is3D: true,
  map: true,
  contrastAgent: true,
  derived: true,
  qcState: true,
  rating: true,
  hasPixels: true,
  voxelSizeMaxMm: true,
  sliceThicknessMm: true,
  repetitionTimeMs: true,
  echoTimesMs: true,
  inversionTimeMs: true,
  flipAngleDeg: true,
  bValuesSPerMm2: true,
  directionCount: true,
  volumeCount: true,
  multibandFactor: true,
  parallelReductionFactor: true,
  verdicts: { ...JUDGED, select: { value: true, protocolVersion: BY } },
} satisfies Prisma.SeriesSelect;

const EXAM = {
  id: true,
  subjectId: true,
  examAt: true,
  ageAtExamYears: true,
  fieldStrengthTesla: true,
  site: { select: { code: true } },
  scanner: { select: { manufacturer: true, model: true } },
  visit: { select: { monthsFromFirst: true } },
  projects: { select: { project: { select: { code: true } } } },
  protocols: { ...JUDGED, select: { value: true, isWhole: true, protocolVersion: BY } },
  series: { orderBy: { id: "asc" }, select: SERIES },
  subject: {
    select: {
      pseudonym: true,
      sex: true,
      diagnoses: { orderBy: [{ code: "asc" }, { id: "asc" }] },
      scores: { orderBy: [{ name: "asc" }, { takenOn: "asc" }, { id: "asc" }] },
      memberships: { where: { status: "control" }, select: { project: { select: { code: true } } } },
    },
  },
} satisfies Prisma.ExamSelect;

type ExamRow = Prisma.ExamGetPayload<{ select: typeof EXAM }>;
type SeriesRow = Prisma.SeriesGetPayload<{ select: typeof SERIES }>;

/** Exams that are read at once. */
const CHUNK = 500;
const DAY_MS = 86_400_000;

/** What criteria can see of exams now; those that are not in the catalogue are left out. */
export async function readPresentExams(
  db: Db | Tx,
  examIds: readonly string[],
): Promise<Map<string, PresentExam>> {
  const present = new Map<string, PresentExam>();
  for (let at = 0; at < examIds.length; at += CHUNK) {
    const rows = await db.exam.findMany({
      where: { id: { in: examIds.slice(at, at + CHUNK) } },
      select: EXAM,
    });
    for (const row of rows) present.set(row.id, presentExam(row));
  }
  return present;
}

function presentExam({ subject, ...row }: ExamRow): PresentExam {
  const dated = !isUndated(row.examAt);
  const dayOf = (date: Date | null) =>
    date === null || !dated ? null : dayNumber(date) - dayNumber(row.examAt);
  return {
    examId: row.id,
    subjectId: row.subjectId,
    pseudonym: subject.pseudonym,
    state: {
      sex: subject.sex,
      ageYears: row.ageAtExamYears,
      site: row.site.code,
      manufacturer: row.scanner.manufacturer,
      model: row.scanner.model,
      fieldTesla: row.fieldStrengthTesla,
      month: dated ? row.visit.monthsFromFirst : null,
      projects: codesOf(row.projects),
      controlIn: codesOf(subject.memberships),
      diagnoses: subject.diagnoses.map((one) => ({
        code: one.code,
        verification: one.verification,
        assertedDay: dayOf(one.assertedOn),
        assertedPrecision: one.assertedPrecision,
        abatedDay: dayOf(one.abatedOn),
        abatedPrecision: one.abatedPrecision,
      })),
      scores: subject.scores.map(({ name, value, unit, takenOn }) => ({
        ...{ name, value, unit },
        day: dayOf(takenOn),
      })),
      protocols: row.protocols.map(({ value, isWhole, protocolVersion }) => ({
        ...judgedBy(protocolVersion),
        verdict: value,
        whole: isWhole,
      })),
    },
    series: new Map(row.series.map((series) => [series.id, seriesState(series)])),
  };
}

/** The values that ranges can be asked of, unknown ones left out. */
export function seriesNumbers(row: SeriesRow): Partial<Record<SeriesNumber, number[]>> {
  const numbers: Record<SeriesNumber, readonly (number | null)[]> = {
    voxelSizeMaxMm: [row.voxelSizeMaxMm],
    sliceThicknessMm: [row.sliceThicknessMm],
    repetitionTimeMs: [row.repetitionTimeMs],
    echoTimeMs: row.echoTimesMs,
    inversionTimeMs: [row.inversionTimeMs],
    flipAngleDeg: [row.flipAngleDeg],
    bValueSPerMm2: row.bValuesSPerMm2,
    directionCount: [row.directionCount],
    volumeCount: [row.volumeCount],
    multibandFactor: [row.multibandFactor],
    parallelReductionFactor: [row.parallelReductionFactor],
  };
  const known = SERIES_NUMBERS.map(
    (name) => [name, numbers[name].filter((value) => value !== null)] as const,
  );
  return Object.fromEntries(known.filter(([, values]) => values.length > 0));
}

function seriesState(row: SeriesRow): SeriesState {
  return {
    role: row.role,
    is3D: row.is3D,
    map: row.map,
    contrast: row.contrastAgent,
    derived: row.derived,
    verdicts: row.verdicts.map(({ value, protocolVersion }) => ({
      ...judgedBy(protocolVersion),
      verdict: value,
    })),
    qc: row.qcState,
    rating: row.rating,
    pixels: row.hasPixels,
    numbers: seriesNumbers(row),
  };
}

function judgedBy({ version, protocol }: { version: number; protocol: { code: string } }) {
  return { protocol: protocol.code, version };
}

function codesOf(rows: readonly { project: { code: string } }[]): string[] {
  return rows.map(({ project }) => project.code).sort();
}

function dayNumber(date: Date): number {
  return Math.floor(date.getTime() / DAY_MS);
}
