import { Prisma } from "@/lib/platform/db/client";
import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamSql } from "@/lib/access/visible-store";
import { FIELD_STRENGTHS, parseRoleToken, parseScannerToken, type CatalogueQuery } from "./search-query";
import type { WordMatch } from "./search-text-store";

/** What a search is made of: the question, its words looked up, and what the actor may reach. */
export interface PreparedSearch {
  query: CatalogueQuery;
  words: readonly WordMatch[];
  filter: ExamFilter;
}

const and = (conditions: Prisma.Sql[]) =>
  conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.join(conditions, " AND ");
const or = (conditions: Prisma.Sql[]) =>
  conditions.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`(${Prisma.join(conditions, " OR ")})`;

/**
 * "At the date of the exam", over the aliases d ("Diagnosis") and e ("Exam"): asserted on or before it, neither
 * refuted nor abated by then. A stored date of month or year precision is the shifted first day of its period, so
 * the period ends at most 30 or 365 days later; when the exam falls inside, the answer is unresolved and not counted.
 */
export const DIAGNOSIS_AT_EXAM = Prisma.sql`d."verification" <> 'refuted'
  AND d."assertedOn" + (CASE d."assertedPrecision" WHEN 'day' THEN 0 WHEN 'month' THEN 30 ELSE 365 END) <= e."examAt"::date
  AND (d."abatedOn" IS NULL OR d."abatedOn" > e."examAt"::date)`;

/** The nominal field of alias `x`'s column "field", as nominalFieldTesla gives it. */
export const NOMINAL_FIELD = Prisma.sql`CASE ${Prisma.join(
  FIELD_STRENGTHS.map(
    (f) =>
      Prisma.sql`WHEN x."field" BETWEEN ${f.fromTesla}::float8 AND ${f.toTesla}::float8 THEN ${f.nominalTesla}::float8`,
  ),
  " ",
)} ELSE x."field" END`;

/** Limits alias `name` ("Verdict" or "ExamProtocol") to what holds now, by these protocols; by any when none is named. */
export function judgedNow(protocols: readonly string[], name: "v" | "ep"): Prisma.Sql {
  const alias = Prisma.raw(name);
  if (protocols.length === 0) return Prisma.sql`${alias}."current"`;
  return Prisma.sql`${alias}."current" AND ${alias}."protocolVersionId" IN (
    SELECT pv."id" FROM "ProtocolVersion" pv JOIN "Protocol" p ON p."id" = pv."protocolId"
    WHERE p."code" = ANY(${[...protocols]}::text[]))`;
}

function verdictCondition(query: CatalogueQuery): Prisma.Sql {
  const named = query.verdict.filter((value) => value !== "none");
  const verdict = (more: Prisma.Sql) =>
    Prisma.sql`EXISTS (SELECT 1 FROM "Verdict" v WHERE v."seriesId" = s."id" AND ${judgedNow(query.protocol, "v")} ${more})`;
  return or([
    ...(named.length > 0 ? [verdict(Prisma.sql`AND v."value" = ANY(${named}::"VerdictValue"[])`)] : []),
    ...(query.verdict.includes("none") ? [Prisma.sql`NOT ${verdict(Prisma.empty)}`] : []),
  ]);
}

function ratingCondition(query: CatalogueQuery): Prisma.Sql {
  const named = query.rating.filter((value) => value !== "none");
  return or([
    ...(named.length > 0 ? [Prisma.sql`s."rating" = ANY(${named}::"QcRating"[])`] : []),
    ...(query.rating.includes("none") ? [Prisma.sql`s."rating" IS NULL`] : []),
  ]);
}

function wholenessConditions(query: CatalogueQuery): Prisma.Sql[] {
  if (query.whole.length === 0) return [];
  const judged = (more: Prisma.Sql) =>
    Prisma.sql`EXISTS (SELECT 1 FROM "ExamProtocol" ep WHERE ep."examId" = e."id" AND ${judgedNow(query.protocol, "ep")} AND ${more})`;
  const by = {
    whole: judged(Prisma.sql`ep."isWhole"`),
    incomplete: judged(Prisma.sql`NOT ep."isWhole"`),
    none: Prisma.sql`NOT ${judged(Prisma.sql`ep."isWhole" IS NOT NULL`)}`,
  };
  return [or(query.whole.map((value) => by[value]))];
}

/** Whether the question asks something of its series beside their role. */
function asksQuality(query: CatalogueQuery): boolean {
  return (
    query.pixels ||
    query.voxelMaxMm !== null ||
    query.verdict.length > 0 ||
    query.qc.length > 0 ||
    query.rating.length > 0
  );
}

/** What every asked series must be, whatever its role, over alias s ("Series"). */
export function seriesQuality(query: CatalogueQuery): Prisma.Sql {
  const conditions: Prisma.Sql[] = [];
  if (query.pixels) conditions.push(Prisma.sql`s."hasPixels"`);
  if (query.voxelMaxMm !== null) {
    conditions.push(Prisma.sql`s."voxelSizeMaxMm" <= ${query.voxelMaxMm + 1e-6}::float8`);
  }
  if (query.verdict.length > 0) conditions.push(verdictCondition(query));
  if (query.qc.length > 0) conditions.push(Prisma.sql`s."qcState" = ANY(${query.qc}::"QcState"[])`);
  if (query.rating.length > 0) conditions.push(ratingCondition(query));
  return and(conditions);
}

/** One condition over alias s for each role and map asked. */
export function askedSeries(query: CatalogueQuery): Prisma.Sql[] {
  const roles = query.role.map((token) => {
    const { role, is3D } = parseRoleToken(token);
    const sameRole = Prisma.sql`s."role" = ${role}::"SequenceRole"`;
    return is3D ? Prisma.sql`${sameRole} AND s."is3D"` : sameRole;
  });
  return [...roles, ...query.map.map((map) => Prisma.sql`s."map" = ${map}`)];
}

/** The series that a search counts and lists, among those of its exams. */
export function answeringSeries(query: CatalogueQuery): Prisma.Sql {
  const asked = askedSeries(query);
  return asked.length === 0
    ? seriesQuality(query)
    : and([or(asked.map((one) => Prisma.sql`(${one})`)), seriesQuality(query)]);
}

function holdsSeries(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "Series" s WHERE s."examId" = e."id" AND ${condition})`;
}

/** What the series of one exam must fulfil together, over alias e. */
export function seriesConditions(query: CatalogueQuery): Prisma.Sql[] {
  const asked = askedSeries(query);
  const quality = seriesQuality(query);
  if (asked.length > 0) return asked.map((one) => holdsSeries(and([one, quality])));
  return asksQuality(query) ? [holdsSeries(quality)] : [];
}

function hasDiagnosis(codes: readonly string[]): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "Diagnosis" d WHERE d."subjectId" = e."subjectId"
    AND d."code" IN (SELECT a."descendantCode" FROM "DiagnosisTermAncestor" a
                     WHERE a."ancestorCode" = ANY(${codes}::text[]))
    AND ${DIAGNOSIS_AT_EXAM})`;
}

function whoConditions(query: CatalogueQuery): Prisma.Sql[] {
  const alternatives: Prisma.Sql[] = [];
  if (query.diagnosis.length > 0) alternatives.push(hasDiagnosis(query.diagnosis));
  if (query.control) {
    alternatives.push(Prisma.sql`e."subjectId" IN (
      SELECT c."subjectId" FROM "ProjectMember" c WHERE c."status" = 'control')`);
  }
  return alternatives.length === 0 ? [] : [or(alternatives)];
}

function whereConditions(query: CatalogueQuery): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (query.protocol.length > 0) {
    conditions.push(Prisma.sql`EXISTS (SELECT 1 FROM "ExamProtocol" ep
      JOIN "ProtocolVersion" pv ON pv."id" = ep."protocolVersionId" JOIN "Protocol" p ON p."id" = pv."protocolId"
      WHERE ep."examId" = e."id" AND ep."current" AND p."code" = ANY(${query.protocol}::text[]))`);
  }
  if (query.site.length > 0) {
    conditions.push(
      Prisma.sql`e."siteId" IN (SELECT "id" FROM "Site" WHERE "code" = ANY(${query.site}::text[]))`,
    );
  }
  if (query.scanner.length > 0) {
    const any = query.scanner.map((token) => {
      const { manufacturer, model } = parseScannerToken(token);
      const maker = Prisma.sql`"manufacturer" = ${manufacturer}::"Manufacturer"`;
      return model === null ? maker : Prisma.sql`(${maker} AND "model" = ${model})`;
    });
    conditions.push(Prisma.sql`e."scannerId" IN (SELECT "id" FROM "Scanner" WHERE ${or(any)})`);
  }
  if (query.field.length > 0) {
    conditions.push(
      or(
        query.field.map((asked) => {
          const known = FIELD_STRENGTHS.find((f) => f.nominalTesla === asked);
          return known
            ? Prisma.sql`e."fieldStrengthTesla" BETWEEN ${known.fromTesla}::float8 AND ${known.toTesla}::float8`
            : Prisma.sql`e."fieldStrengthTesla" = ${asked}::float8`;
        }),
      ),
    );
  }
  return conditions;
}

function personConditions(query: CatalogueQuery): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (query.ageMin !== null) conditions.push(Prisma.sql`e."ageAtExamYears" >= ${query.ageMin}::int`);
  if (query.ageMax !== null) conditions.push(Prisma.sql`e."ageAtExamYears" <= ${query.ageMax}::int`);
  if (query.sex.length > 0) {
    conditions.push(Prisma.sql`EXISTS (SELECT 1 FROM "Subject" sx
      WHERE sx."id" = e."subjectId" AND sx."sex" = ANY(${query.sex}::"Sex"[]))`);
  }
  return conditions;
}

function wordCondition(match: WordMatch): Prisma.Sql {
  const places: Prisma.Sql[] = [
    Prisma.sql`e."subjectId" IN (SELECT "id" FROM "Subject"
      WHERE ' ' || replace(lower("pseudonym"), '-', ' ') LIKE ${match.pseudonymPattern})`,
  ];
  if (match.siteIds.length > 0) places.push(Prisma.sql`e."siteId" = ANY(${match.siteIds}::uuid[])`);
  if (match.scannerIds.length > 0) places.push(Prisma.sql`e."scannerId" = ANY(${match.scannerIds}::uuid[])`);
  if (match.protocolVersionIds.length > 0) {
    places.push(Prisma.sql`e."id" IN (SELECT "examId" FROM "ExamProtocol"
      WHERE "protocolVersionId" = ANY(${match.protocolVersionIds}::uuid[]) AND "current")`);
  }
  if (match.examDescriptions.length > 0) {
    places.push(Prisma.sql`e."description" = ANY(${match.examDescriptions}::text[])`);
  }
  if (match.seriesDescriptions.length > 0) {
    places.push(Prisma.sql`e."id" IN (SELECT "examId" FROM "Series"
      WHERE "description" = ANY(${match.seriesDescriptions}::text[]))`);
  }
  if (match.protocolNames.length > 0) {
    places.push(Prisma.sql`e."id" IN (SELECT "examId" FROM "Series"
      WHERE "protocolName" = ANY(${match.protocolNames}::text[]))`);
  }
  if (match.codes.length > 0) places.push(hasDiagnosis(match.codes));
  return or(places);
}

/** Every condition on one exam (all but the number of visits), over alias e. */
function examConditions(search: PreparedSearch, query: CatalogueQuery): Prisma.Sql {
  return and([
    visibleExamSql(search.filter, "e"),
    ...whoConditions(query),
    ...whereConditions(query),
    ...wholenessConditions(query),
    ...personConditions(query),
    ...seriesConditions(query),
    ...(query.text === "" ? [] : search.words.map(wordCondition)),
  ]);
}

/**
 * Common table expressions that end in one named `name` with the answering exams of `query` (columns id, subjectId,
 * visitId, siteId, scannerId, age, field, examAt). The words of the text are the search's own.
 */
export function matchedExams(
  search: PreparedSearch,
  query: CatalogueQuery,
  name: string,
  heedVisits = true,
): Prisma.Sql {
  const table = Prisma.raw(`"${name}"`);
  const rows = Prisma.sql`SELECT e."id", e."subjectId", e."visitId", e."siteId", e."scannerId",
    e."ageAtExamYears" AS "age", e."fieldStrengthTesla" AS "field", e."examAt"
    FROM "Exam" e WHERE ${examConditions(search, query)}`;
  if (!heedVisits || query.visits === 1) return Prisma.sql`${table} AS MATERIALIZED (${rows})`;
  const before = Prisma.raw(`"${name}_any"`);
  return Prisma.sql`${before} AS MATERIALIZED (${rows}), ${table} AS MATERIALIZED (
    SELECT * FROM ${before} WHERE "subjectId" IN (SELECT "subjectId" FROM ${before}
      GROUP BY "subjectId" HAVING count(DISTINCT "visitId") >= ${query.visits}::int))`;
}
