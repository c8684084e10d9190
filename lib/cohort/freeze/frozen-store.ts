import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamSql } from "@/lib/access/visible-store";
import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import { parseCriteria } from "../parse-criteria";
import { type ExamState, examStateSchema, type SeriesState, seriesStateSchema } from "./member-state";

/** A frozen version with what decides who may reach it; null when there is none. */
export async function findVersion(db: Db | Tx, citationCode: string) {
  const row = await db.cohortVersion.findUnique({
    where: { citationCode },
    include: {
      frozenBy: { select: { name: true } },
      cohort: {
        select: {
          ownerId: true,
          shares: { select: { userId: true, projectId: true, mayEdit: true } },
        },
      },
    },
  });
  if (row === null) return null;
  const { cohort, criteria, digest, frozenBy, ...rest } = row;
  return {
    ...rest,
    ...cohort,
    criteria: parseCriteria(criteria),
    digest: Buffer.from(digest).toString("hex"),
    frozenBy: frozenBy.name,
  };
}
export type FoundVersion = NonNullable<Awaited<ReturnType<typeof findVersion>>>;

/**
 * Whether a member m ("CohortExam"), joined to what is now e ("Exam"), lies within a filter. One that has left the
 * catalogue lies where it lay.
 */
function withinSql(filter: ExamFilter): Prisma.Sql {
  if (filter.kind !== "some") return filter.kind === "all" ? Prisma.sql`TRUE` : Prisma.sql`FALSE`;
  return Prisma.sql`CASE WHEN e."id" IS NOT NULL THEN ${visibleExamSql(filter, "e")} ELSE (
    m."state"->>'site' IN (SELECT "code" FROM "Site" WHERE "id" = ANY(${filter.siteIds}::uuid[]))
    OR jsonb_exists_any(m."state"->'projects',
      ARRAY(SELECT "code" FROM "Project" WHERE "id" = ANY(${filter.projectIds}::uuid[])))) END`;
}

/** Sums of the count keys of what lies outside a reader's rights. */
export interface OutsideKeySums {
  keySum: string;
  examKeySum: string;
  seriesKeySum: string;
}

/** Numbers of members within a filter and outside it, with the sum of the outer subjects' count keys. */
export async function countMembers(
  db: Db | Tx,
  versionId: string,
  filter: ExamFilter,
): Promise<{
  within: { subjects: number; exams: number; series: number };
  outside: { exams: number } & OutsideKeySums;
}> {
  const rows = await db.$queryRaw<
    ({ within: boolean; subjects: number; exams: number; series: number } & Partial<OutsideKeySums>)[]
  >(Prisma.sql`
    WITH member AS (
      SELECT m."subjectId", ${withinSql(filter)} AS "within",
        (SELECT count(*) FROM "CohortSeries" s WHERE s."versionId" = m."versionId" AND s."examId" = m."examId") AS "series"
      FROM "CohortExam" m LEFT JOIN "Exam" e ON e."id" = m."examId"
      WHERE m."versionId" = ${versionId}::uuid
    ), by_subject AS (
      SELECT "within", "subjectId", count(*) AS "exams", sum("series") AS "series"
      FROM member GROUP BY "within", "subjectId"
    )
    -- A subject that has left the catalogue has no key any more and is not counted: another one could be guessed.
    , keyed AS (
      SELECT b.*, coalesce(k."countKey", 0) AS "key"
      FROM by_subject b LEFT JOIN "SubjectSecret" k ON k."subjectId" = b."subjectId"
    )
    SELECT b."within", count(*)::int AS "subjects", sum(b."exams")::int AS "exams", sum(b."series")::int AS "series",
      sum(b."key")::text AS "keySum", sum(b."key" * b."exams")::text AS "examKeySum", sum(b."key" * b."series")::text AS "seriesKeySum"
    FROM keyed b
    GROUP BY b."within"`);
  const none = { subjects: 0, exams: 0, series: 0 };
  const countsOf = (row?: { subjects: number; exams: number; series: number }) =>
    row ? { subjects: row.subjects, exams: row.exams, series: row.series } : none;
  const outer = rows.find(({ within }) => !within);
  return {
    within: countsOf(rows.find(({ within }) => within)),
    outside: {
      exams: outer?.exams ?? 0,
      keySum: outer?.keySum ?? "0",
      examKeySum: outer?.examKeySum ?? "0",
      seriesKeySum: outer?.seriesKeySum ?? "0",
    },
  };
}

export interface FrozenMember {
  examId: string;
  subjectId: string;
  /** Null where the subject, or the exam, has left the catalogue. */
  pseudonym: string | null;
  /** The exam has left the catalogue. */
  gone: boolean;
  state: ExamState;
  series: number;
}

/** Members within a filter by the version's subjects and the exams' months, all or one page. */
export async function findMembers(
  db: Db | Tx,
  versionId: string,
  filter: ExamFilter,
  page: { skip: number; take: number } | null,
): Promise<FrozenMember[]> {
  const rows = await db.$queryRaw<(Omit<FrozenMember, "state"> & { state: unknown })[]>(Prisma.sql`
    SELECT m."examId"::text AS "examId", m."subjectId"::text AS "subjectId", subject."pseudonym",
      e."id" IS NULL AS "gone", m."state",
      (SELECT count(*) FROM "CohortSeries" s
       WHERE s."versionId" = m."versionId" AND s."examId" = m."examId")::int AS "series"
    FROM "CohortExam" m
    LEFT JOIN "Exam" e ON e."id" = m."examId"
    LEFT JOIN "Subject" subject ON subject."id" = e."subjectId"
    WHERE m."versionId" = ${versionId}::uuid AND ${withinSql(filter)}
    ORDER BY m."state"->>'subject', (m."state"->>'month')::int NULLS LAST, m."examId"
    ${page === null ? Prisma.empty : Prisma.sql`LIMIT ${page.take}::int OFFSET ${page.skip}::int`}`);
  return rows.map((row) => ({ ...row, state: examStateSchema.parse(row.state) }));
}

export interface FrozenSeries {
  seriesId: string;
  examId: string;
  state: SeriesState;
}

/** Member series of exams within a filter, by id. */
export async function findMemberSeries(
  db: Db | Tx,
  versionId: string,
  filter: ExamFilter,
): Promise<FrozenSeries[]> {
  const rows = await db.$queryRaw<{ seriesId: string; examId: string; state: unknown }[]>(Prisma.sql`
    SELECT c."seriesId"::text AS "seriesId", c."examId"::text AS "examId", c."state"
    FROM "CohortSeries" c
    JOIN "CohortExam" m ON m."versionId" = c."versionId" AND m."examId" = c."examId"
    LEFT JOIN "Exam" e ON e."id" = m."examId"
    WHERE c."versionId" = ${versionId}::uuid AND ${withinSql(filter)}
    ORDER BY c."seriesId"`);
  return rows.map((row) => ({ ...row, state: seriesStateSchema.parse(row.state) }));
}

/** Every member, whoever may see it: what a comparison leaves out of those who entered. */
export async function findMemberIds(
  db: Db | Tx,
  versionId: string,
): Promise<{ examIds: Set<string>; subjectIds: Set<string>; seriesIds: Set<string> }> {
  const exams = await db.cohortExam.findMany({
    where: { versionId },
    select: { examId: true, subjectId: true },
  });
  const series = await db.cohortSeries.findMany({ where: { versionId }, select: { seriesId: true } });
  return {
    examIds: new Set(exams.map(({ examId }) => examId)),
    subjectIds: new Set(exams.map(({ subjectId }) => subjectId)),
    seriesIds: new Set(series.map(({ seriesId }) => seriesId)),
  };
}

/** Of some exams, those that arrived after an instant. Only whether, never when, leaves the service. */
export async function findArrivedSince(
  db: Db | Tx,
  examIds: readonly string[],
  since: Date,
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ examId: string }[]>(Prisma.sql`
    SELECT "examId"::text AS "examId" FROM "ExamClock"
    WHERE "examId" = ANY(${[...examIds]}::uuid[]) AND "receivedAt" > ${since}`);
  return new Set(rows.map(({ examId }) => examId));
}
