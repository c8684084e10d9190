import type { SiteFilter } from "@/lib/access/policy";
import { DIAGNOSIS_AT_EXAM, NOMINAL_FIELD } from "@/lib/catalogue/search-sql-store";
import { type Db, Prisma } from "@/lib/platform/db/client";
import { CONTROL, NONE, OTHER_DIAGNOSIS, UNKNOWN } from "./overlap";
import type { Dimension, OverlapRequest } from "./overlap-request";

/** A dimension with what its values depend on. */
export interface PreparedDimension {
  of: Dimension;
  /** Diagnoses that are values. */
  codes: readonly string[];
  /** Sites whose true dates, hence protocol versions, the actor may know. */
  datedSites: SiteFilter;
}

/** One counted cell; null for "all of them". */
export interface RawCell {
  kind: "cell" | "single" | "several";
  split: string | null;
  row: string | null;
  column: string | null;
  /** Subjects; for "single" and "several" the units. */
  subjects: number;
  exams: number;
  /** Sum of the subjects' count keys; "0" when it was not asked. */
  keySum: string;
  /** The same, each subject as often as it has exams. */
  examKeySum: string;
}

interface RawRow {
  kind: RawCell["kind"];
  s: string | null;
  r: string | null;
  c: string | null;
  n: bigint;
  exams: bigint;
  k: string | null;
  ke: string | null;
}

/**
 * Every cell and margin in one statement, hence on one state of the data: what an exam is in one dimension and in the
 * other is asked of the same exam.
 * @param exams common table expressions that end in "m" (answeringExams)
 * @param exact also counts the units that stand in one cell only ("single") and those in several; without it, sums the
 * subjects' count keys for perturbed counts
 */
export async function countOverlap(
  client: Db,
  exams: Prisma.Sql,
  dimensions: { rows: PreparedDimension; columns: PreparedDimension; split: PreparedDimension | null },
  unit: OverlapRequest["unit"],
  exact: boolean,
): Promise<RawCell[]> {
  const { rows, columns, split } = dimensions;
  const tables = [
    exams,
    ...valuesOf(rows, "r"),
    ...valuesOf(columns, "c"),
    ...(split ? valuesOf(split, "s") : []),
    Prisma.sql`"p" AS MATERIALIZED (
      SELECT m."subjectId", m."id", r."value" AS "r", c."value" AS "c", ${split ? Prisma.sql`s."value"` : Prisma.sql`NULL::text`} AS "s"
      FROM "m" m JOIN "r" r ON r."examId" = m."id" JOIN "c" c ON c."examId" = m."id"
      ${split ? Prisma.sql`JOIN "s" s ON s."examId" = m."id"` : Prisma.empty})`,
    Prisma.sql`"g" AS (SELECT ${split ? Prisma.sql`"s"` : Prisma.sql`NULL::text AS "s"`}, "r", "c", "subjectId", count(DISTINCT "id") AS "exams" FROM "p"
      GROUP BY GROUPING SETS (${split ? WITH_SPLIT : WITHOUT_SPLIT}))`,
  ];
  const key = exact
    ? { column: Prisma.sql`NULL::text`, exams: Prisma.sql`NULL::text`, join: Prisma.empty }
    : {
        column: Prisma.sql`sum(k."countKey")::text`,
        exams: Prisma.sql`sum(k."countKey" * g."exams")::text`,
        join: Prisma.sql`JOIN "SubjectSecret" k ON k."subjectId" = g."subjectId"`,
      };
  const cells = Prisma.sql`SELECT 'cell' AS "kind", g."s", g."r", g."c", count(*) AS "n",
      sum(g."exams")::bigint AS "exams", ${key.column} AS "k", ${key.exams} AS "ke"
    FROM "g" g ${key.join} GROUP BY g."s", g."r", g."c"`;
  const found = await client.$queryRaw<RawRow[]>`WITH ${Prisma.join(tables, ", ")} ${cells}
    ${exact ? Prisma.sql`UNION ALL ${singles(unit)}` : Prisma.empty}`;
  return found.map(({ kind, s, r, c, n, exams, k, ke }) => ({
    ...{ kind, split: s, row: r, column: c },
    ...{ subjects: Number(n), exams: Number(exams), keySum: k ?? "0", examKeySum: ke ?? "0" },
  }));
}

const WITHOUT_SPLIT = Prisma.sql`("subjectId"), ("r", "subjectId"), ("c", "subjectId"), ("r", "c", "subjectId")`;
const WITH_SPLIT = Prisma.sql`${WITHOUT_SPLIT}, ("s", "subjectId"), ("s", "r", "subjectId"), ("s", "c", "subjectId"),
  ("s", "r", "c", "subjectId")`;

/** Units by the only cell they stand in, and how many stand in several. */
function singles(unit: OverlapRequest["unit"]): Prisma.Sql {
  const units = Prisma.sql`(SELECT "s", min("r") AS "r", min("c") AS "c",
      count(DISTINCT "r") = 1 AND count(DISTINCT "c") = 1 AS "single"
    FROM "p" GROUP BY "s", ${unit === "subjects" ? Prisma.sql`"subjectId"` : Prisma.sql`"id"`}) u`;
  return Prisma.sql`SELECT 'single', "s", "r", "c", count(*), 0::bigint, NULL::text, NULL::text FROM ${units}
      WHERE "single" GROUP BY "s", "r", "c"
    UNION ALL SELECT 'several', "s", NULL, NULL, count(*), 0::bigint, NULL::text, NULL::text FROM ${units}
      WHERE NOT "single" GROUP BY "s"`;
}

/** Expressions that end in one named `name` with a row (examId, value) for each value of each exam of "m"; none has no value. */
function valuesOf(dimension: PreparedDimension, name: string): Prisma.Sql[] {
  const table = Prisma.raw(`"${name}"`);
  const as = (rows: Prisma.Sql) => Prisma.sql`${table} AS MATERIALIZED (${rows})`;
  switch (dimension.of) {
    case "diagnosis":
      return diagnosisValues(dimension.codes, name);
    case "scanner":
      return [
        as(Prisma.sql`SELECT x."id" AS "examId",
          CASE WHEN sc."fieldStrengthTesla" > 0 THEN sc."id"::text ELSE ${UNKNOWN}::text END AS "value"
          FROM "m" x JOIN "Scanner" sc ON sc."id" = x."scannerId"`),
      ];
    case "site":
      return [
        as(Prisma.sql`SELECT x."id" AS "examId", si."code" AS "value"
          FROM "m" x JOIN "Site" si ON si."id" = x."siteId"`),
      ];
    case "age":
      return [
        as(Prisma.sql`SELECT x."id" AS "examId", coalesce((x."age" / 10 * 10)::text, ${UNKNOWN}::text) AS "value"
          FROM "m" x`),
      ];
    case "protocol":
      return [as(protocolValues(Prisma.sql`p."code"`))];
    case "protocolVersion": {
      const { datedSites } = dimension;
      const told =
        datedSites.kind === "all"
          ? Prisma.sql`TRUE`
          : Prisma.sql`x."siteId" = ANY(${datedSites.kind === "some" ? datedSites.siteIds : []}::uuid[])`;
      return [
        as(
          protocolValues(
            Prisma.sql`p."code" || '~' || CASE WHEN ${told} THEN pv."version"::text ELSE '' END`,
          ),
        ),
      ];
    }
    case "sex":
      return [
        as(Prisma.sql`SELECT x."id" AS "examId", su."sex"::text AS "value"
          FROM "m" x JOIN "Subject" su ON su."id" = x."subjectId"`),
      ];
    case "field":
      return [
        as(Prisma.sql`SELECT x."id" AS "examId",
          CASE WHEN x."field" > 0 THEN (${NOMINAL_FIELD})::text ELSE ${UNKNOWN}::text END AS "value" FROM "m" x`),
      ];
  }
}

function protocolValues(value: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT DISTINCT x."id" AS "examId", coalesce(${value}, ${NONE}::text) AS "value" FROM "m" x
    LEFT JOIN ("ExamProtocol" ep JOIN "ProtocolVersion" pv ON pv."id" = ep."protocolVersionId"
      JOIN "Protocol" p ON p."id" = pv."protocolId") ON ep."examId" = x."id" AND ep."current"`;
}

/** What is said of the subject at the exam, each code once. */
const SAID = Prisma.sql`SELECT DISTINCT e."id" AS "examId", d."code" FROM "m" e
  JOIN "Diagnosis" d ON d."subjectId" = e."subjectId" AND ${DIAGNOSIS_AT_EXAM}`;

const IS_CONTROL = Prisma.sql`x."subjectId" IN (SELECT "subjectId" FROM "ProjectMember" WHERE "status" = 'control')`;

function diagnosisValues(codes: readonly string[], name: string): Prisma.Sql[] {
  const said = Prisma.raw(`"${name}_said"`);
  const grouped = Prisma.raw(`"${name}_grouped"`);
  return [
    Prisma.sql`${said} AS MATERIALIZED (${SAID})`,
    Prisma.sql`${grouped} AS MATERIALIZED (
      SELECT DISTINCT y."examId", a."ancestorCode" AS "value" FROM ${said} y
      JOIN "DiagnosisTermAncestor" a ON a."descendantCode" = y."code" AND a."ancestorCode" = ANY(${[...codes]}::text[]))`,
    Prisma.sql`${Prisma.raw(`"${name}"`)} AS MATERIALIZED (
      SELECT "examId", "value" FROM ${grouped}
      UNION ALL SELECT DISTINCT y."examId", ${OTHER_DIAGNOSIS}::text FROM ${said} y
        WHERE y."examId" NOT IN (SELECT "examId" FROM ${grouped})
      UNION ALL SELECT x."id", ${CONTROL}::text FROM "m" x WHERE ${IS_CONTROL}
      UNION ALL SELECT x."id", ${NONE}::text FROM "m" x
        WHERE x."id" NOT IN (SELECT "examId" FROM ${said}) AND NOT ${IS_CONTROL})`,
  ];
}

/** Subjects of each diagnosis at an exam of "m", ancestors included. */
export async function countDiagnoses(
  client: Db,
  exams: Prisma.Sql,
): Promise<{ code: string; subjects: number; keySum: string }[]> {
  const rows = await client.$queryRaw<{ code: string; n: bigint; k: string | null }[]>`
    WITH ${exams}
    SELECT y."code", count(*) AS "n", sum(k."countKey")::text AS "k" FROM (
      SELECT DISTINCT a."ancestorCode" AS "code", e."subjectId" FROM "m" e
      JOIN "Diagnosis" d ON d."subjectId" = e."subjectId" AND ${DIAGNOSIS_AT_EXAM}
      JOIN "DiagnosisTermAncestor" a ON a."descendantCode" = d."code") y
    LEFT JOIN "SubjectSecret" k ON k."subjectId" = y."subjectId" GROUP BY y."code"`;
  return rows.map(({ code, n, k }) => ({ code, subjects: Number(n), keySum: k ?? "0" }));
}

/** A scanner with its place, as criteria can name it. */
export interface ScannerPlace {
  id: string;
  siteCode: string;
  siteName: string;
  manufacturer: string;
  model: string;
  label: string | null;
}

export async function findScannerPlaces(client: Db): Promise<ScannerPlace[]> {
  const rows = await client.scanner.findMany({
    select: {
      ...{ id: true, manufacturer: true, model: true, label: true },
      site: { select: { code: true, name: true } },
    },
  });
  return rows.map(({ site, ...scanner }) => ({ ...scanner, siteCode: site.code, siteName: site.name }));
}

/** The terms that stand under no other: together they are "any diagnosis". */
export async function findRootTerms(client: Db): Promise<string[]> {
  const rows = await client.diagnosisTerm.findMany({
    where: { ancestors: { none: { depth: { gt: 0 } } } },
    select: { code: true },
    orderBy: { code: "asc" },
  });
  return rows.map(({ code }) => code);
}
