import { db, Prisma } from "@/lib/platform/db/client";
import { isUndated, UNDATED } from "./exam-date";
import { PAGE_SIZE, type CatalogueView, type Sort } from "./search-query";
import { answeringSeries, DIAGNOSIS_AT_EXAM, matchedExams, type PreparedSearch } from "./search-sql-store";
import type {
  CatalogueRows,
  ExamRow,
  PlaceTag,
  SequenceTag,
  SeriesRow,
  SubjectRow,
  VerdictValue,
} from "./search-result";

const UNDATED_SQL = Prisma.sql`${UNDATED.toISOString().slice(0, 19)}::timestamp`;
const UNSORTED_LAST = Prisma.sql`NULLS LAST`;
/** Undated exams after the dated ones. */
const BY_TIME = Prisma.sql`nullif(m."examAt", ${UNDATED_SQL}) NULLS LAST`;

function direction(view: CatalogueView): Prisma.Sql {
  return view.descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
}

function paging(view: CatalogueView): Prisma.Sql {
  return Prisma.sql`LIMIT ${PAGE_SIZE}::int OFFSET ${(view.page - 1) * PAGE_SIZE}::int`;
}

/** The rows of one page of the answer, by subject, exam or series. */
export async function readRows(search: PreparedSearch, view: CatalogueView): Promise<CatalogueRows> {
  switch (view.unit) {
    case "subjects":
      return { unit: "subjects", rows: await subjectRows(search, view) };
    case "exams":
      return { unit: "exams", rows: await examRows(search, view) };
    case "series":
      return { unit: "series", rows: await seriesRows(search, view) };
  }
}

async function subjectRows(search: PreparedSearch, view: CatalogueView): Promise<SubjectRow[]> {
  const by: Record<Sort, Prisma.Sql> = {
    pseudonym: Prisma.sql`su."pseudonym"`,
    age: Prisma.sql`min(m."age")`,
    visits: Prisma.sql`count(DISTINCT m."visitId")`,
    site: Prisma.sql`min(si."name")`,
  };
  const page = await db().$queryRaw<{ pseudonym: string; sex: string; examIds: string[] }[]>`
    WITH ${matchedExams(search, search.query, "m")}
    SELECT su."pseudonym", su."sex"::text AS "sex", array_agg(m."id"::text ORDER BY ${BY_TIME}, m."id") AS "examIds"
    FROM "m" JOIN "Subject" su ON su."id" = m."subjectId" JOIN "Site" si ON si."id" = m."siteId"
    GROUP BY su."id" ORDER BY ${by[view.sort]} ${direction(view)} ${UNSORTED_LAST}, su."pseudonym" ${paging(view)}`;
  const exams = await readExams(page.flatMap((row) => row.examIds));
  return page.map(({ pseudonym, sex, examIds }) => {
    const own = examIds.flatMap((id) => exams.get(id) ?? []);
    const ages = own.flatMap((exam) => exam.ageYears ?? []);
    return {
      pseudonym,
      sex,
      ageYears: ages.length > 0 ? { from: Math.min(...ages), to: Math.max(...ages) } : null,
      visits: own
        .filter((exam, index) => own.findIndex((other) => other.month === exam.month) === index)
        .map(({ id, month }) => ({ examId: id, month })),
      places: distinct(own.map((exam) => exam.place)),
      diagnoses: distinct(own.flatMap((exam) => exam.diagnoses)),
      sequences: distinct(own.flatMap((exam) => exam.sequences)),
      thumbnailVolumeId: own.findLast((exam) => exam.thumbnailVolumeId !== null)?.thumbnailVolumeId ?? null,
      viewExamId: own.findLast((exam) => exam.hasImages)?.id ?? null,
    };
  });
}

async function examRows(search: PreparedSearch, view: CatalogueView): Promise<ExamRow[]> {
  const by: Record<Sort, Prisma.Sql> = {
    pseudonym: Prisma.sql`su."pseudonym"`,
    age: Prisma.sql`m."age"`,
    visits: Prisma.sql`CASE WHEN m."examAt" > ${UNDATED_SQL} THEN v."monthsFromFirst" END`,
    site: Prisma.sql`si."name"`,
  };
  const page = await db().$queryRaw<{ id: string }[]>`
    WITH ${matchedExams(search, search.query, "m")}
    SELECT m."id"::text AS "id" FROM "m" JOIN "Subject" su ON su."id" = m."subjectId"
    JOIN "Site" si ON si."id" = m."siteId" JOIN "Visit" v ON v."id" = m."visitId"
    ORDER BY ${by[view.sort]} ${direction(view)} ${UNSORTED_LAST}, su."pseudonym", ${BY_TIME}, m."id" ${paging(view)}`;
  const exams = await readExams(page.map((row) => row.id));
  return page.flatMap(({ id }) => exams.get(id) ?? []);
}

async function seriesRows(search: PreparedSearch, view: CatalogueView): Promise<SeriesRow[]> {
  const by: Record<Sort, Prisma.Sql> = {
    pseudonym: Prisma.sql`su."pseudonym"`,
    age: Prisma.sql`m."age"`,
    visits: Prisma.sql`CASE WHEN m."examAt" > ${UNDATED_SQL} THEN v."monthsFromFirst" END`,
    site: Prisma.sql`si."name"`,
  };
  const page = await db().$queryRaw<{ id: string }[]>`
    WITH ${matchedExams(search, search.query, "m")}
    SELECT s."id"::text AS "id" FROM "m" JOIN "Series" s ON s."examId" = m."id"
    JOIN "Subject" su ON su."id" = m."subjectId" JOIN "Site" si ON si."id" = m."siteId"
    JOIN "Visit" v ON v."id" = m."visitId"
    WHERE ${answeringSeries(search.query)}
    ORDER BY ${by[view.sort]} ${direction(view)} ${UNSORTED_LAST}, su."pseudonym", ${BY_TIME}, s."examId",
      s."seriesNumber" NULLS LAST, s."id" ${paging(view)}`;
  const found = await db().series.findMany({
    where: { id: { in: page.map((row) => row.id) } },
    include: {
      volumes: VOLUME_TO_SHOW,
      verdicts: CURRENT,
      exam: { include: { subject: { select: { pseudonym: true } }, ...PLACE, visit: MONTH } },
    },
  });
  const byId = new Map(found.map((series) => [series.id, series]));
  return page.flatMap(({ id }) => {
    const series = byId.get(id);
    if (!series) return [];
    const { voxelSizeXMm: x, voxelSizeYMm: y, voxelSizeZMm: z } = series;
    return {
      id,
      examId: series.examId,
      pseudonym: series.exam.subject.pseudonym,
      month: monthOf(series.exam),
      place: placeOf(series.exam),
      sequence: tagOf(series),
      description: series.description ?? series.protocolName,
      voxelSizeMm: x !== null && y !== null && z !== null ? [x, y, z] : null,
      repetitionTimeMs: series.repetitionTimeMs,
      echoTimesMs: series.echoTimesMs,
      inversionTimeMs: series.inversionTimeMs,
      verdict: worstVerdict(series.verdicts),
      qcState: series.qcState,
      rating: series.rating,
      thumbnailVolumeId: series.volumes[0]?.id ?? null,
      hasImages: series.hasPixels,
    } satisfies SeriesRow;
  });
}

const PLACE = {
  site: { select: { name: true } },
  scanner: { select: { manufacturer: true, model: true } },
} satisfies Prisma.ExamInclude;
const CURRENT = { where: { current: true }, select: { value: true } };
const MONTH = { select: { monthsFromFirst: true } };
const VOLUME_TO_SHOW = {
  where: { hasThumbnail: true },
  orderBy: { ordinal: "asc" as const },
  take: 1,
  select: { id: true },
} satisfies Prisma.Series$volumesArgs;

interface Placed {
  site: { name: string };
  scanner: { manufacturer: string; model: string };
}

function placeOf({ site, scanner }: Placed): PlaceTag {
  return { site: site.name, manufacturer: scanner.manufacturer, model: scanner.model };
}

function monthOf(exam: { examAt: Date; visit: { monthsFromFirst: number } }): number | null {
  return isUndated(exam.examAt) ? null : exam.visit.monthsFromFirst;
}

function tagOf(series: { role: string; is3D: boolean | null; map: string | null }): SequenceTag {
  return { role: series.role, is3D: series.is3D === true, map: series.map };
}

const WORST_FIRST = ["major", "minor", "undetermined", "compliant"] as const;

function worstVerdict(verdicts: readonly { value: VerdictValue }[]): VerdictValue | null {
  return WORST_FIRST.find((value) => verdicts.some((verdict) => verdict.value === value)) ?? null;
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** How fit a series is to stand for its exam in a small picture. */
function pictureRank(series: { role: string; map: string | null; is3D: boolean | null }): number {
  const preferred = ["T1w", "MP2RAGE", "FLAIR", "T2w"].indexOf(series.role);
  return (preferred < 0 ? 9 : preferred) + (series.map === null ? 0 : 20) + (series.is3D ? 0 : 4);
}

/** Everything an exam's row shows, for the exams of one page. */
async function readExams(ids: readonly string[]): Promise<Map<string, ExamRow>> {
  if (ids.length === 0) return new Map();
  const [exams, diagnoses] = await Promise.all([
    db().exam.findMany({
      where: { id: { in: [...ids] } },
      include: {
        ...PLACE,
        visit: MONTH,
        protocols: { where: { current: true }, select: { value: true, isWhole: true } },
        subject: { select: { pseudonym: true, sex: true } },
        series: {
          orderBy: [{ seriesNumber: "asc" }, { id: "asc" }],
          select: {
            role: true,
            is3D: true,
            map: true,
            hasPixels: true,
            qcState: true,
            rating: true,
            volumes: VOLUME_TO_SHOW,
          },
        },
      },
    }),
    db().$queryRaw<{ examId: string; labelFr: string; labelEn: string }[]>`
      SELECT DISTINCT e."id"::text AS "examId", t."labelFr", t."labelEn" FROM "Exam" e
      JOIN "Diagnosis" d ON d."subjectId" = e."subjectId" AND ${DIAGNOSIS_AT_EXAM}
      JOIN "DiagnosisTerm" t ON t."code" = d."code"
      WHERE e."id" = ANY(${[...ids]}::uuid[]) ORDER BY t."labelFr"`,
  ]);
  const diagnosed = groupByExam(diagnoses);
  return new Map(
    exams.map((exam) => {
      const pictured = exam.series
        .filter((series) => series.volumes.length > 0)
        .sort((a, b) => pictureRank(a) - pictureRank(b));
      return [
        exam.id,
        {
          id: exam.id,
          pseudonym: exam.subject.pseudonym,
          sex: exam.subject.sex,
          ageYears: exam.ageAtExamYears,
          month: monthOf(exam),
          place: placeOf(exam),
          fieldTesla: exam.fieldStrengthTesla,
          description: exam.description,
          diagnoses: (diagnosed.get(exam.id) ?? []).map(({ labelFr, labelEn }) => ({ labelFr, labelEn })),
          sequences: distinct(exam.series.map(tagOf)),
          seriesCount: exam.series.length,
          judged: {
            verdict: worstVerdict(exam.protocols),
            isWhole: exam.protocols.reduce<boolean | null>(
              (whole, protocol) => (protocol.isWhole === null ? whole : whole !== false && protocol.isWhole),
              null,
            ),
            outliers: exam.series.filter(({ qcState }) => qcState === "outlier").length,
            unusable: exam.series.filter(({ rating }) => rating === "unusable").length,
          },
          thumbnailVolumeId: pictured[0]?.volumes[0]?.id ?? null,
          hasImages: exam.series.some((series) => series.hasPixels),
        },
      ];
    }),
  );
}

function groupByExam<T extends { examId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const known = groups.get(row.examId);
    if (known) known.push(row);
    else groups.set(row.examId, [row]);
  }
  return groups;
}
