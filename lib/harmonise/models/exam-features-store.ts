import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamSql } from "@/lib/access/visible-store";
import { Prisma, type Db, type Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { MeasuredExam } from "./exam-features";
import type { ReferenceGroup, Sequence } from "./reference-group";

/** More than one fit or application takes; a fleet of fifty scanners brings as many of a sequence in two years. */
const MOST_EXAMS = 200_000;

const STATUS = Prisma.sql`CASE
  WHEN EXISTS (SELECT 1 FROM "ProjectMember" m WHERE m."subjectId" = subject."id" AND m."status" = 'patient')
    THEN 'patient'
  WHEN EXISTS (SELECT 1 FROM "ProjectMember" m WHERE m."subjectId" = subject."id" AND m."status" = 'control')
    THEN 'control'
END`;

/**
 * Exams of a group that have a series of its sequence, inside the filter and without phantoms; of several series of one
 * exam the one with all features, before contrast agent, the first by number.
 * @throws AppError `too-large` beyond 200,000 exams
 */
export async function findMeasuredExams(
  db: Db | Tx,
  filter: ExamFilter,
  group: ReferenceGroup,
  features: readonly string[],
): Promise<MeasuredExam[]> {
  const names = [...features];
  const { sequence, epochIds, ageFromYears, ageToYears, controlsOnly } = group;
  const exams = await db.$queryRaw<MeasuredExam[]>(Prisma.sql`
    SELECT DISTINCT ON (e."id") e."id"::text AS "examId", subject."id"::text AS "subjectId", subject."pseudonym",
      subject."unlinked", subject."sex"::text AS "sex", ${STATUS} AS "status", e."epochId"::text AS "epochId",
      e."examAt", e."ageAtExamYears", qc."version" AS "metricVersion",
      CASE WHEN measured."count" = ${names.length} THEN measured."values" END AS "values"
    FROM "Exam" e
    JOIN "Subject" subject ON subject."id" = e."subjectId"
    JOIN "Series" s ON s."examId" = e."id"
    LEFT JOIN "SeriesQc" qc ON qc."seriesId" = s."id"
    LEFT JOIN LATERAL (
      SELECT array_agg(m."value" ORDER BY array_position(${names}::text[], m."name")) AS "values",
        count(*)::int AS "count"
      FROM "QcMetric" m WHERE m."seriesId" = s."id" AND m."name" = ANY(${names}::text[])
    ) measured ON qc."seriesId" IS NOT NULL
    WHERE e."epochId" = ANY(${epochIds}::uuid[])
      AND NOT subject."phantom"
      AND ${visibleExamSql(filter, "e")}
      AND ${ofSequence(sequence)}
      AND ${ageFromYears === null ? Prisma.sql`TRUE` : Prisma.sql`e."ageAtExamYears" >= ${ageFromYears}`}
      AND ${ageToYears === null ? Prisma.sql`TRUE` : Prisma.sql`e."ageAtExamYears" <= ${ageToYears}`}
      AND ${controlsOnly ? Prisma.sql`${STATUS} = 'control'` : Prisma.sql`TRUE`}
    ORDER BY e."id", (measured."count" = ${names.length}) DESC NULLS LAST, qc."version" DESC NULLS LAST,
      (s."contrastAgent" = 'yes'), s."seriesNumber" NULLS LAST, s."id"
    LIMIT ${MOST_EXAMS + 1}`);
  if (exams.length > MOST_EXAMS) throw new AppError("too-large", undefined, { most: MOST_EXAMS });
  return exams;
}

/** Pictures that a metric of the role is about: no map, nothing derived, magnitudes. */
function ofSequence({ role, is3D }: Sequence): Prisma.Sql {
  return Prisma.sql`s."role" = ${role}::"SequenceRole" AND s."is3D" IS NOT DISTINCT FROM ${is3D}::boolean
    AND NOT s."derived" AND s."map" IS NULL AND s."component" = 'magnitude'`;
}

export interface MeasuredSequence {
  sequence: Sequence;
  features: string[];
}

/** Series of a sequence that are looked at to say which metrics it has; by exam id, so of any scanner and time. */
const SAMPLE = 2_000;

/** Sequences that have metrics, each with their names. */
export async function findMeasuredSequences(db: Db | Tx): Promise<MeasuredSequence[]> {
  const rows = await db.$queryRaw<(Sequence & { features: string[] })[]>(Prisma.sql`
    SELECT kind."role"::text AS "role", kind."is3D", named."features"
    FROM (
      SELECT "role", "is3D" FROM unnest(enum_range(NULL::"SequenceRole")) "role",
        unnest(ARRAY[TRUE, FALSE, NULL]::boolean[]) "is3D"
    ) kind, LATERAL (
      SELECT array_agg(DISTINCT m."name") AS "features"
      FROM (
        SELECT s."id" FROM "Series" s
        WHERE s."role" = kind."role" AND s."is3D" IS NOT DISTINCT FROM kind."is3D"
          AND NOT s."derived" AND s."map" IS NULL AND s."component" = 'magnitude'
        ORDER BY s."examId" LIMIT ${SAMPLE}
      ) sample JOIN "QcMetric" m ON m."seriesId" = sample."id"
    ) named
    WHERE named."features" IS NOT NULL
    ORDER BY kind."role", kind."is3D" DESC NULLS LAST`);
  return rows.map(({ role, is3D, features }) => ({ sequence: { role, is3D }, features }));
}
