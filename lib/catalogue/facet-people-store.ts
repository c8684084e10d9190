import { type RawCount, TOTALS, CONTROL_VALUE } from "./counted-values";
import { Prisma } from "@/lib/platform/db/client";
import { MAX_VISITS_ASKED } from "./search-query";
import { DIAGNOSIS_AT_EXAM, NOMINAL_FIELD } from "./search-sql-store";

// Who has which value of a facet, among answering exams: the pieces of which the search of the catalogue and the
// questions of cohorts make their counts. `exams` is a table with the columns of matchedExams; each piece gives rows of
// value and subjectId. `tail` follows their WHERE and makes of them one row a value and subject.

/** A counted value as the database gives it. */
export interface CountRow {
  facet: string;
  value: string;
  n: bigint;
  k: string | null;
}

/** Not the stand-in for a scanner that is not known yet, over alias sc ("Scanner"): it is no answer to "which?". */
const KNOWN_SCANNER = Prisma.sql`sc."fieldStrengthTesla" > 0`;

export function rawCount({ facet, value, n, k }: CountRow): RawCount {
  return { facet, value, count: Number(n), keySum: k ?? "0" };
}

/** The diagnoses among counted values. */
export function diagnosisCodes(counted: readonly RawCount[]): string[] {
  return counted
    .filter(({ facet, value }) => facet === "diagnosis" && value !== CONTROL_VALUE)
    .map(({ value }) => value);
}

/** Counts the subjects of each value. `people` has columns value and subjectId, one row for each pair. */
export function byValue(facet: string, people: Prisma.Sql, withKeys: boolean): Prisma.Sql {
  const key = withKeys ? Prisma.sql`sum(k."countKey")::text` : Prisma.sql`NULL::text`;
  const secrets = withKeys
    ? Prisma.sql`JOIN "SubjectSecret" k ON k."subjectId" = p."subjectId"`
    : Prisma.empty;
  return Prisma.sql`SELECT ${facet}::text AS "facet", p."value"::text AS "value", count(*) AS "n", ${key} AS "k"
    FROM (${people}) p ${secrets} GROUP BY p."value"`;
}

/**
 * The three counts.
 * @param series which series of the exams are counted, over alias s ("Series")
 * @param names under which they are given, when not as the totals of the answer
 */
export function totals(
  exams: Prisma.Sql,
  series: Prisma.Sql,
  withKeys: boolean,
  names: Record<keyof typeof TOTALS, string> = TOTALS,
): Prisma.Sql[] {
  const key = withKeys ? Prisma.sql`sum(k."countKey")::text` : Prisma.sql`NULL::text`;
  const secrets = withKeys
    ? Prisma.sql`JOIN "SubjectSecret" k ON k."subjectId" = x."subjectId"`
    : Prisma.empty;
  return [
    byValue(
      names.subjects,
      Prisma.sql`SELECT DISTINCT ''::text AS "value", "subjectId" FROM ${exams}`,
      withKeys,
    ),
    Prisma.sql`SELECT ${names.exams}::text, '', count(*), ${key} FROM ${exams} x ${secrets}`,
    Prisma.sql`SELECT ${names.series}::text, '', count(*), ${key}
      FROM "Series" s JOIN ${exams} x ON x."id" = s."examId" ${secrets} WHERE ${series}`,
  ];
}

/** One row a value and subject, where enough visits hold an exam with the value. */
export function inVisits(visits: number): Prisma.Sql {
  return Prisma.sql`GROUP BY 1, 2 ${
    visits > 1 ? Prisma.sql`HAVING count(DISTINCT "visitId") >= ${visits}::int` : Prisma.empty
  }`;
}

/** Codes at the date of the exam, with all that stand above them. */
export function diagnosisPeople(exams: Prisma.Sql, tail: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT a."ancestorCode" AS "value", y."subjectId" FROM (
      SELECT DISTINCT d."code", e."subjectId", e."visitId" FROM ${exams} e
      JOIN "Diagnosis" d ON d."subjectId" = e."subjectId" AND ${DIAGNOSIS_AT_EXAM}) y
    JOIN "DiagnosisTermAncestor" a ON a."descendantCode" = y."code" ${tail}`;
}

export function controlPeople(exams: Prisma.Sql, tail: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT ${CONTROL_VALUE}::text AS "value", x."subjectId" FROM ${exams} x
    WHERE x."subjectId" IN (SELECT "subjectId" FROM "ProjectMember" WHERE "status" = 'control') ${tail}`;
}

/** Roles, and roles in 3D. `series` is a condition over alias s ("Series"). */
export function rolePeople(exams: Prisma.Sql, series: Prisma.Sql, tail: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT t."value", y."subjectId" FROM (
      SELECT DISTINCT s."role"::text AS "role", coalesce(s."is3D", false) AS "is3D", x."subjectId", x."visitId"
      FROM ${exams} x JOIN "Series" s ON s."examId" = x."id" WHERE ${series}) y
    CROSS JOIN LATERAL unnest(CASE WHEN y."is3D" THEN ARRAY[y."role", y."role" || '.3D']
                                   ELSE ARRAY[y."role"] END) AS t("value") ${tail}`;
}

export function mapPeople(exams: Prisma.Sql, series: Prisma.Sql, tail: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT s."map" AS "value", x."subjectId" FROM ${exams} x
    JOIN "Series" s ON s."examId" = x."id" WHERE s."map" IS NOT NULL AND ${series} ${tail}`;
}

export function protocolPeople(exams: Prisma.Sql, tail: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT p."code" AS "value", x."subjectId" FROM ${exams} x
    JOIN "ExamProtocol" ep ON ep."examId" = x."id" AND ep."current"
    JOIN "ProtocolVersion" pv ON pv."id" = ep."protocolVersionId"
    JOIN "Protocol" p ON p."id" = pv."protocolId" ${tail}`;
}

export function sitePeople(exams: Prisma.Sql, tail: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT si."code" AS "value", x."subjectId" FROM ${exams} x
    JOIN "Site" si ON si."id" = x."siteId" ${tail}`;
}

/** Manufacturers, and models of each. */
export function scannerPeople(exams: Prisma.Sql, tail: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT t."value", x."subjectId" FROM ${exams} x
    JOIN "Scanner" sc ON sc."id" = x."scannerId"
    CROSS JOIN LATERAL unnest(ARRAY[sc."manufacturer"::text, sc."manufacturer"::text || '~' || sc."model"])
      AS t("value") WHERE ${KNOWN_SCANNER} ${tail}`;
}

export function fieldPeople(exams: Prisma.Sql, tail: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT ${NOMINAL_FIELD} AS "value", x."subjectId" FROM ${exams} x WHERE x."field" > 0 ${tail}`;
}

export function agePeople(exams: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT DISTINCT x."age" AS "value", x."subjectId" FROM ${exams} x WHERE x."age" IS NOT NULL`;
}

export function sexPeople(exams: Prisma.Sql, tail: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT su."sex"::text AS "value", x."subjectId" FROM ${exams} x
    JOIN "Subject" su ON su."id" = x."subjectId" ${tail}`;
}

/** At least so many visits. `exams` needs the columns subjectId and visitId only. */
export function visitPeople(exams: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT g."n" AS "value", v."subjectId" FROM (
      SELECT x."subjectId", count(DISTINCT x."visitId") AS "visits" FROM ${exams} x GROUP BY 1) v
    JOIN generate_series(1, ${MAX_VISITS_ASKED}::int) AS g("n") ON v."visits" >= g."n"`;
}

/** A facet whose value belongs to a series, over alias s: what it may be, how it is read, what must be joined for it. */
export interface SeriesValue {
  values: readonly string[];
  of: Prisma.Sql;
  join: Prisma.Sql;
}

/** Verdicts of a series by some protocols: `judged` limits alias v ("Verdict"). */
export function verdictOfSeries(values: readonly string[], judged: Prisma.Sql): SeriesValue {
  return {
    values,
    of: Prisma.sql`coalesce(v."value"::text, 'none')`,
    join: Prisma.sql`LEFT JOIN "Verdict" v ON v."seriesId" = s."id" AND ${judged}`,
  };
}

/**
 * Subjects left by each value: in one exam, each of `asked` (some series at all, when nothing is asked) has a series
 * with it. Conditions are over alias s ("Series").
 */
export function seriesValuePeople(
  exams: Prisma.Sql,
  { values, of, join }: SeriesValue,
  asked: Prisma.Sql[],
  series: Prisma.Sql,
  tail: Prisma.Sql,
): Prisma.Sql {
  const conditions = asked.length > 0 ? asked : [Prisma.sql`TRUE`];
  const found = values.map((value) => {
    const all = conditions.map((one) => Prisma.sql`bool_or(${one} AND ${of} = ${value}::text)`);
    return Prisma.sql`CASE WHEN ${Prisma.join(all, " AND ")} THEN ${value}::text END`;
  });
  return Prisma.sql`SELECT t."value", y."subjectId" FROM (
      SELECT x."subjectId", x."visitId", ARRAY[${Prisma.join(found, ", ")}] AS "values"
      FROM ${exams} x JOIN "Series" s ON s."examId" = x."id" ${join} WHERE ${series}
      GROUP BY x."id", x."subjectId", x."visitId") y
    CROSS JOIN LATERAL unnest(y."values") AS t("value") WHERE t."value" IS NOT NULL ${tail}`;
}

/** Ages at the exam, five years a band, by sex. */
export function ageBySexPeople(exams: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT DISTINCT (x."age" / 5 * 5)::text || '|' || su."sex"::text AS "value", x."subjectId"
    FROM ${exams} x JOIN "Subject" su ON su."id" = x."subjectId" WHERE x."age" IS NOT NULL`;
}

/** Scanners, and the roles that were acquired there. */
export function roleByScannerPeople(exams: Prisma.Sql, series: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT DISTINCT x."scannerId"::text || '|' || s."role"::text AS "value", x."subjectId"
    FROM ${exams} x JOIN "Series" s ON s."examId" = x."id" JOIN "Scanner" sc ON sc."id" = x."scannerId"
    WHERE ${KNOWN_SCANNER} AND ${series}`;
}
