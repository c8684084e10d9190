import { db, Prisma } from "@/lib/platform/db/client";
import {
  MAX_VISITS_ASKED,
  QC_STATES,
  RATINGS,
  VERDICTS,
  VOXEL_BOUNDS_MM,
  without,
  isChosen,
  type CatalogueQuery,
  type Facet,
} from "./search-query";
import {
  answeringSeries,
  askedSeries,
  DIAGNOSIS_AT_EXAM,
  judgedNow,
  matchedExams,
  NOMINAL_FIELD,
  seriesConditions,
  seriesQuality,
  type PreparedSearch,
} from "./search-sql-store";

/** A counted value. `keySum` is the sum of the subjects' count keys; "0" when it was not asked. */
export interface RawCount {
  facet: string;
  value: string;
  count: number;
  keySum: string;
}

/** Rows of the whole answer that are not facets. */
export const TOTALS = { subjects: "@subjects", exams: "@exams", series: "@series" } as const;
export const CONTROL_VALUE = "@control";
export const CHARTS = { ageBySex: "@age-sex", roleByScanner: "@role-scanner" } as const;

/** Not the stand-in for a scanner that is not known yet, over alias sc ("Scanner"): it is no answer to "which?". */
const KNOWN_SCANNER = Prisma.sql`sc."fieldStrengthTesla" > 0`;

/**
 * Counts of the three totals, every facet and the charts in one statement, hence on one state of the data. A facet
 * that is chosen is counted over the exams that answer everything else.
 * @param withKeys also sums the subjects' secret count keys, for perturbed counts.
 */
export async function countFacets(search: PreparedSearch, withKeys: boolean): Promise<RawCount[]> {
  const { query } = search;
  const tables = [matchedExams(search, query, "m")];
  const over = (facet: Facet): Prisma.Sql => {
    if (!isChosen(query, facet)) return Prisma.sql`"m"`;
    const name = `m_${facet}`;
    tables.push(matchedExams(search, without(query, facet), name));
    return Prisma.raw(`"${name}"`);
  };
  const branches = [
    ...totals(search, withKeys),
    ...facets(search, over, withKeys),
    ...charts(search, withKeys),
  ];
  const rows = await db().$queryRaw<{ facet: string; value: string; n: bigint; k: string | null }[]>`
    WITH ${Prisma.join(tables, ", ")}
    ${Prisma.join(branches, " UNION ALL ")}`;
  return rows.map(({ facet, value, n, k }) => ({ facet, value, count: Number(n), keySum: k ?? "0" }));
}

/** Sums of count keys: `people` gives one row a subject. */
function keySum(withKeys: boolean): { column: Prisma.Sql; join: Prisma.Sql } {
  return withKeys
    ? {
        column: Prisma.sql`sum(k."countKey")::text`,
        join: Prisma.sql`JOIN "SubjectSecret" k ON k."subjectId" = p."subjectId"`,
      }
    : { column: Prisma.sql`NULL::text`, join: Prisma.empty };
}

/** Counts distinct subjects a value. `people` has columns value and subjectId, one row for each pair. */
function byValue(facet: string, people: Prisma.Sql, withKeys: boolean): Prisma.Sql {
  const key = keySum(withKeys);
  return Prisma.sql`SELECT ${facet}::text AS "facet", p."value"::text AS "value", count(*) AS "n", ${key.column} AS "k"
    FROM (${people}) p ${key.join} GROUP BY p."value"`;
}

function totals({ query }: PreparedSearch, withKeys: boolean): Prisma.Sql[] {
  const subjects = byValue(
    TOTALS.subjects,
    Prisma.sql`SELECT DISTINCT ''::text AS "value", "subjectId" FROM "m"`,
    withKeys,
  );
  return [
    subjects,
    Prisma.sql`SELECT ${TOTALS.exams}::text, '', count(*), NULL FROM "m"`,
    Prisma.sql`SELECT ${TOTALS.series}::text, '', count(*), NULL
      FROM "Series" s JOIN "m" ON "m"."id" = s."examId" WHERE ${answeringSeries(query)}`,
  ];
}

function facets(search: PreparedSearch, over: (facet: Facet) => Prisma.Sql, withKeys: boolean): Prisma.Sql[] {
  const { query } = search;
  const visits = query.visits;
  // A value counts a subject when enough visits hold an exam with it.
  const enough = (extra?: Prisma.Sql) =>
    Prisma.sql`GROUP BY 1, 2 ${extra ?? Prisma.empty} ${
      visits > 1 ? Prisma.sql`HAVING count(DISTINCT "visitId") >= ${visits}::int` : Prisma.empty
    }`;
  const quality = seriesQuality(query);
  const voxelQuery = without(query, "voxel");
  const who = over("diagnosis");
  return [
    byValue("diagnosis", diagnosisPeople(who, enough()), withKeys),
    byValue(
      "diagnosis",
      Prisma.sql`SELECT ${CONTROL_VALUE}::text AS "value", x."subjectId" FROM ${who} x
        WHERE x."subjectId" IN (SELECT "subjectId" FROM "ProjectMember" WHERE "status" = 'control') ${enough()}`,
      withKeys,
    ),
    byValue(
      "role",
      Prisma.sql`SELECT t."value", y."subjectId" FROM (
          SELECT DISTINCT s."role"::text AS "role", coalesce(s."is3D", false) AS "is3D", x."subjectId", x."visitId"
          FROM ${over("role")} x JOIN "Series" s ON s."examId" = x."id" WHERE ${quality}) y
        CROSS JOIN LATERAL unnest(CASE WHEN y."is3D" THEN ARRAY[y."role", y."role" || '.3D']
                                       ELSE ARRAY[y."role"] END) AS t("value") ${enough()}`,
      withKeys,
    ),
    byValue(
      "map",
      Prisma.sql`SELECT s."map" AS "value", x."subjectId" FROM ${over("map")} x
        JOIN "Series" s ON s."examId" = x."id" WHERE s."map" IS NOT NULL AND ${quality} ${enough()}`,
      withKeys,
    ),
    byValue(
      "protocol",
      Prisma.sql`SELECT p."code" AS "value", x."subjectId" FROM ${over("protocol")} x
        JOIN "ExamProtocol" ep ON ep."examId" = x."id" AND ep."current"
        JOIN "ProtocolVersion" pv ON pv."id" = ep."protocolVersionId"
        JOIN "Protocol" p ON p."id" = pv."protocolId" ${enough()}`,
      withKeys,
    ),
    byValue(
      "whole",
      Prisma.sql`SELECT CASE WHEN ep."isWhole" THEN 'whole' WHEN NOT ep."isWhole" THEN 'incomplete' ELSE 'none' END
          AS "value", x."subjectId"
        FROM ${over("whole")} x LEFT JOIN "ExamProtocol" ep
          ON ep."examId" = x."id" AND ep."isWhole" IS NOT NULL AND ${judgedNow(query, "ep")} ${enough()}`,
      withKeys,
    ),
    ...SERIES_VALUES.map(({ facet, values, of, join }) =>
      byValue(
        facet,
        seriesValuePeople(over(facet), without(query, facet), { values, of, join: join(query) }, enough()),
        withKeys,
      ),
    ),
    byValue(
      "site",
      Prisma.sql`SELECT si."code" AS "value", x."subjectId" FROM ${over("site")} x
        JOIN "Site" si ON si."id" = x."siteId" ${enough()}`,
      withKeys,
    ),
    byValue(
      "scanner",
      Prisma.sql`SELECT t."value", x."subjectId" FROM ${over("scanner")} x
        JOIN "Scanner" sc ON sc."id" = x."scannerId"
        CROSS JOIN LATERAL unnest(ARRAY[sc."manufacturer"::text, sc."manufacturer"::text || '~' || sc."model"])
          AS t("value") WHERE ${KNOWN_SCANNER} ${enough()}`,
      withKeys,
    ),
    byValue(
      "field",
      Prisma.sql`SELECT ${NOMINAL_FIELD} AS "value", x."subjectId" FROM ${over("field")} x
        WHERE x."field" > 0 ${enough()}`,
      withKeys,
    ),
    byValue(
      "age",
      Prisma.sql`SELECT DISTINCT x."age" AS "value", x."subjectId" FROM ${over("age")} x WHERE x."age" IS NOT NULL`,
      withKeys,
    ),
    byValue(
      "sex",
      Prisma.sql`SELECT su."sex"::text AS "value", x."subjectId" FROM ${over("sex")} x
        JOIN "Subject" su ON su."id" = x."subjectId" ${enough()}`,
      withKeys,
    ),
    byValue("visits", visitPeople(over("visits")), withKeys),
    byValue(
      "voxel",
      voxelPeople(over("voxel"), askedSeries(voxelQuery), seriesQuality(voxelQuery), enough()),
      withKeys,
    ),
    byValue(
      "pixels",
      Prisma.sql`SELECT 'true'::text AS "value", e."subjectId" FROM "m" e
        WHERE ${Prisma.join(seriesConditions({ ...query, pixels: true }), " AND ")} ${enough()}`,
      withKeys,
    ),
  ];
}

function diagnosisPeople(exams: Prisma.Sql, enough: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT a."ancestorCode" AS "value", y."subjectId" FROM (
      SELECT DISTINCT d."code", e."subjectId", e."visitId" FROM ${exams} e
      JOIN "Diagnosis" d ON d."subjectId" = e."subjectId" AND ${DIAGNOSIS_AT_EXAM}) y
    JOIN "DiagnosisTermAncestor" a ON a."descendantCode" = y."code" ${enough}`;
}

function visitPeople(exams: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT g."n" AS "value", v."subjectId" FROM (
      SELECT x."subjectId", count(DISTINCT x."visitId") AS "visits" FROM ${exams} x GROUP BY 1) v
    JOIN generate_series(1, ${MAX_VISITS_ASKED}::int) AS g("n") ON v."visits" >= g."n"`;
}

/** Facets whose value belongs to a series, over alias s: what it may be, how it is read, and what must be joined for it. */
const SERIES_VALUES = [
  {
    facet: "verdict",
    values: VERDICTS,
    of: Prisma.sql`coalesce(v."value"::text, 'none')`,
    join: (query: CatalogueQuery) =>
      Prisma.sql`LEFT JOIN "Verdict" v ON v."seriesId" = s."id" AND ${judgedNow(query, "v")}`,
  },
  { facet: "qc", values: QC_STATES, of: Prisma.sql`s."qcState"::text`, join: () => Prisma.empty },
  {
    facet: "rating",
    values: RATINGS,
    of: Prisma.sql`coalesce(s."rating"::text, 'none')`,
    join: () => Prisma.empty,
  },
] as const;

/** Subjects left by each value: in one exam, every asked role or map has a series with it. */
function seriesValuePeople(
  exams: Prisma.Sql,
  query: CatalogueQuery,
  { values, of, join }: { values: readonly string[]; of: Prisma.Sql; join: Prisma.Sql },
  enough: Prisma.Sql,
): Prisma.Sql {
  const asked = askedSeries(query);
  const conditions = asked.length > 0 ? asked : [Prisma.sql`TRUE`];
  const found = values.map((value) => {
    const all = conditions.map((one) => Prisma.sql`bool_or(${one} AND ${of} = ${value}::text)`);
    return Prisma.sql`CASE WHEN ${Prisma.join(all, " AND ")} THEN ${value}::text END`;
  });
  return Prisma.sql`SELECT t."value", y."subjectId" FROM (
      SELECT x."subjectId", x."visitId", ARRAY[${Prisma.join(found, ", ")}] AS "values"
      FROM ${exams} x JOIN "Series" s ON s."examId" = x."id" ${join} WHERE ${seriesQuality(query)}
      GROUP BY x."id", x."subjectId", x."visitId") y
    CROSS JOIN LATERAL unnest(y."values") AS t("value") WHERE t."value" IS NOT NULL ${enough}`;
}

/** Subjects left by each bound: in one exam, every asked role or map has a series whose largest side is within it. */
function voxelPeople(
  exams: Prisma.Sql,
  asked: Prisma.Sql[],
  quality: Prisma.Sql,
  enough: Prisma.Sql,
): Prisma.Sql {
  const smallest = (asked.length > 0 ? asked : [Prisma.sql`TRUE`]).map(
    (one) => Prisma.sql`coalesce(min(s."voxelSizeMaxMm") FILTER (WHERE ${one}), 'infinity'::float8)`,
  );
  return Prisma.sql`SELECT b."bound" AS "value", y."subjectId" FROM (
      SELECT x."subjectId", x."visitId", greatest(${Prisma.join(smallest, ", ")}) AS "needed"
      FROM ${exams} x JOIN "Series" s ON s."examId" = x."id" WHERE ${quality}
      GROUP BY x."id", x."subjectId", x."visitId") y
    JOIN unnest(${[...VOXEL_BOUNDS_MM]}::float8[]) AS b("bound") ON y."needed" <= b."bound" + 1e-6 ${enough}`;
}

function charts({ query }: PreparedSearch, withKeys: boolean): Prisma.Sql[] {
  return [
    byValue(
      CHARTS.ageBySex,
      Prisma.sql`SELECT DISTINCT (m."age" / 5 * 5)::text || '|' || su."sex"::text AS "value", m."subjectId"
        FROM "m" JOIN "Subject" su ON su."id" = m."subjectId" WHERE m."age" IS NOT NULL`,
      withKeys,
    ),
    byValue(
      CHARTS.roleByScanner,
      Prisma.sql`SELECT DISTINCT m."scannerId"::text || '|' || s."role"::text AS "value", m."subjectId"
        FROM "m" JOIN "Series" s ON s."examId" = m."id" JOIN "Scanner" sc ON sc."id" = m."scannerId"
        WHERE ${KNOWN_SCANNER} AND ${seriesQuality(query)}`,
      withKeys,
    ),
  ];
}

/** How many subjects answer `query`, with the sum of their count keys. */
export async function countSubjects(
  search: PreparedSearch,
  query: CatalogueQuery,
): Promise<{ subjects: number; keySum: string }> {
  const [row] = await db().$queryRaw<{ n: bigint; k: string | null }[]>`
    WITH ${matchedExams(search, query, "m")}
    SELECT count(*) AS "n", sum(k."countKey")::text AS "k"
    FROM (SELECT DISTINCT "subjectId" FROM "m") p JOIN "SubjectSecret" k ON k."subjectId" = p."subjectId"`;
  return { subjects: Number(row?.n ?? 0), keySum: row?.k ?? "0" };
}
