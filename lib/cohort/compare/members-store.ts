import type { Member } from "./balance";
import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamSql } from "@/lib/access/visible-store";
import { DIAGNOSIS_AT_EXAM, NOMINAL_FIELD } from "@/lib/catalogue/search-sql-store";
import { type Db, Prisma } from "@/lib/platform/db/client";
import type { Criteria } from "../criteria";
import { answeringExams, answeringSeries } from "../criteria-sql-store";
import { UNDATED_SQL } from "../logic-sql-store";

/** A cohort whose members are looked up: what answers now, or what was frozen. */
export type MemberSource = { criteria: Criteria } | { versionId: string };

/**
 * Common table expressions that end in one named `name` with a cohort's exams within the filter. Of a frozen one, those
 * that are still in the catalogue.
 */
export function memberExams(source: MemberSource, filter: ExamFilter, name: string): Prisma.Sql {
  if ("criteria" in source) return answeringExams(source.criteria, filter, name);
  return Prisma.sql`${Prisma.raw(`"${name}"`)} AS MATERIALIZED (
    SELECT e."id", e."subjectId", e."visitId", e."siteId", e."scannerId",
      e."ageAtExamYears" AS "age", e."fieldStrengthTesla" AS "field", e."examAt"
    FROM "CohortExam" frozen JOIN "Exam" e ON e."id" = frozen."examId"
    WHERE frozen."versionId" = ${source.versionId}::uuid AND ${visibleExamSql(filter, "e")})`;
}

function seriesOf(source: MemberSource, at: number): Prisma.Sql {
  const exams = Prisma.raw(`"m${at}"`);
  return "criteria" in source
    ? Prisma.sql`SELECT ${at}::int AS "cohort", m."subjectId" FROM ${exams} m
        JOIN "Series" s ON s."examId" = m."id" WHERE ${answeringSeries(source.criteria)}`
    : Prisma.sql`SELECT ${at}::int AS "cohort", m."subjectId" FROM ${exams} m
        JOIN "CohortSeries" s ON s."examId" = m."id" WHERE s."versionId" = ${source.versionId}::uuid`;
}

/**
 * The subjects of each cohort with what they are compared by, in one statement, hence on one state of the data.
 * @param codes diagnoses that are looked for, descendants included
 */
export async function findMembers(
  client: Db,
  sources: readonly MemberSource[],
  filter: ExamFilter,
  codes: readonly string[],
  scoreWithinDays: number,
): Promise<Member[]> {
  const all = sources.map(
    (_, at) => Prisma.sql`SELECT ${at}::int AS "cohort", m.* FROM ${Prisma.raw(`"m${at}"`)} m`,
  );
  return client.$queryRaw<Member[]>`
    WITH ${Prisma.join(
      sources.map((source, at) => memberExams(source, filter, `m${at}`)),
      ", ",
    )},
    "every" AS MATERIALIZED (${Prisma.join(all, " UNION ALL ")}),
    "first" AS MATERIALIZED (SELECT DISTINCT ON ("cohort", "subjectId") * FROM "every"
      ORDER BY "cohort", "subjectId", "examAt" = ${UNDATED_SQL}, "examAt", "id"),
    "counted" AS (SELECT "cohort", "subjectId", count(*)::int AS "exams", count(DISTINCT "visitId")::int AS "visits"
      FROM "every" GROUP BY 1, 2),
    "day" AS (SELECT DISTINCT x."cohort", x."subjectId", v."id", v."startedAt"::date AS "day"
      FROM "every" x JOIN "Visit" v ON v."id" = x."visitId" WHERE v."startedAt" <> ${UNDATED_SQL}),
    "between" AS (SELECT "cohort", "subjectId", avg("days")::float8 AS "days" FROM (
        SELECT "cohort", "subjectId", "day" - lag("day") OVER (PARTITION BY "cohort", "subjectId" ORDER BY "day") AS "days"
        FROM "day") y GROUP BY 1, 2),
    "held" AS (SELECT "cohort", "subjectId", count(*)::int AS "series" FROM (${Prisma.join(
      sources.map(seriesOf),
      " UNION ALL ",
    )}) y GROUP BY 1, 2),
    "said" AS (SELECT e."cohort", e."subjectId", coalesce(array_agg(DISTINCT a."ancestorCode")
        FILTER (WHERE a."ancestorCode" IS NOT NULL), '{}') AS "codes"
      FROM "first" e JOIN "Diagnosis" d ON d."subjectId" = e."subjectId" AND ${DIAGNOSIS_AT_EXAM}
      LEFT JOIN "DiagnosisTermAncestor" a
        ON a."descendantCode" = d."code" AND a."ancestorCode" = ANY(${[...codes]}::text[])
      GROUP BY 1, 2),
    "nearest" AS (SELECT DISTINCT ON (e."cohort", e."subjectId", c."name") e."cohort", e."subjectId", c."name", c."value"
      FROM "first" e JOIN "Score" c ON c."subjectId" = e."subjectId"
        AND abs(c."takenOn" - e."examAt"::date) <= ${scoreWithinDays}::int
      WHERE e."examAt" <> ${UNDATED_SQL}
      ORDER BY e."cohort", e."subjectId", c."name", abs(c."takenOn" - e."examAt"::date), c."takenOn", c."id"),
    "scored" AS (SELECT "cohort", "subjectId", jsonb_object_agg("name", "value") AS "scores" FROM "nearest" GROUP BY 1, 2),
    "mask" AS (SELECT "subjectId", "id", bit_or(1 << "cohort") AS "mask" FROM "every" GROUP BY 1, 2),
    "masked" AS (SELECT "subjectId", jsonb_object_agg("mask", "n") AS "by" FROM (
        SELECT "subjectId", "mask", count(*)::int AS "n" FROM "mask" GROUP BY 1, 2) y GROUP BY 1)
    SELECT x."cohort", x."subjectId"::text AS "subjectId", coalesce(k."countKey", 0)::text AS "countKey",
      su."sex"::text AS "sex", n."exams", coalesce(h."series", 0) AS "series", n."visits", b."days" AS "intervalDays",
      x."age", CASE WHEN x."field" > 0 THEN (${NOMINAL_FIELD})::text ELSE '' END AS "field",
      CASE WHEN sc."fieldStrengthTesla" > 0 THEN sc."id"::text ELSE '' END AS "scannerId", si."code" AS "site",
      coalesce(d."codes", '{}') AS "codes", d."codes" IS NOT NULL AS "diagnosed",
      EXISTS (SELECT 1 FROM "ProjectMember" p WHERE p."subjectId" = x."subjectId" AND p."status" = 'control') AS "control",
      coalesce(c."scores", '{}') AS "scores", w."by" AS "examsByCohorts"
    FROM "first" x
    JOIN "counted" n ON n."cohort" = x."cohort" AND n."subjectId" = x."subjectId"
    JOIN "masked" w ON w."subjectId" = x."subjectId"
    JOIN "Subject" su ON su."id" = x."subjectId"
    JOIN "Scanner" sc ON sc."id" = x."scannerId"
    JOIN "Site" si ON si."id" = x."siteId"
    LEFT JOIN "SubjectSecret" k ON k."subjectId" = x."subjectId"
    LEFT JOIN "between" b ON b."cohort" = x."cohort" AND b."subjectId" = x."subjectId"
    LEFT JOIN "held" h ON h."cohort" = x."cohort" AND h."subjectId" = x."subjectId"
    LEFT JOIN "said" d ON d."cohort" = x."cohort" AND d."subjectId" = x."subjectId"
    LEFT JOIN "scored" c ON c."cohort" = x."cohort" AND c."subjectId" = x."subjectId"`;
}

/** A frozen version with what decides who may reach it; null when there is none. */
export async function findComparedVersion(client: Db, citationCode: string) {
  return client.cohortVersion.findUnique({
    where: { citationCode },
    select: {
      ...{ id: true, cohortId: true, criteria: true },
      cohort: {
        select: {
          ...{ name: true, ownerId: true },
          shares: { select: { userId: true, projectId: true, mayEdit: true } },
        },
      },
    },
  });
}
