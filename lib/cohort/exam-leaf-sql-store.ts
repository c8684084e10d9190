import { Prisma } from "@/lib/platform/db/client";
import { DAYS_OF_DOUBT } from "@/lib/catalogue/diagnosis-at";
import { FIELD_STRENGTHS, nominalFieldTesla } from "@/lib/catalogue/search-query";
import type { ExamLeaf } from "./criteria";
import { allOf, anyOf, UNDATED_SQL, within } from "./logic-sql-store";

// What is asked of one exam by itself, in SQL over the alias e ("Exam").

const DATED = Prisma.sql`e."examAt" <> ${UNDATED_SQL}`;
const EXAM_DAY = Prisma.sql`e."examAt"::date`;

/** The last day that a date of a precision may mean; a missing precision is a day. */
function lastDay(day: Prisma.Sql, precision: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${day} + CASE ${precision} WHEN 'month' THEN ${DAYS_OF_DOUBT.month}::int
    WHEN 'year' THEN ${DAYS_OF_DOUBT.year}::int ELSE 0 END)`;
}

const ASSERTED = Prisma.sql`d."assertedOn"`;
const ASSERTED_LAST = lastDay(ASSERTED, Prisma.sql`d."assertedPrecision"`);
const ABATED_LAST = lastDay(Prisma.sql`d."abatedOn"`, Prisma.sql`d."abatedPrecision"`);

type DiagnosisLeaf = Extract<ExamLeaf, { kind: "diagnosis" }>;

/** When a statement d says yes, and when it may; each is TRUE or FALSE, but for an undated exam. */
function statementConditions(rule: DiagnosisLeaf["rule"]): { yes: Prisma.Sql; perhaps: Prisma.Sql } {
  if (rule.at === "ever") return { yes: Prisma.sql`TRUE`, perhaps: Prisma.sql`FALSE` };
  const openIfUndated = (perhaps: Prisma.Sql) => Prisma.sql`(NOT ${DATED} OR ${perhaps})`;
  if (rule.at === "exam") {
    return {
      yes: Prisma.sql`${DATED} AND ${ASSERTED_LAST} <= ${EXAM_DAY}
        AND (d."abatedOn" IS NULL OR d."abatedOn" > ${EXAM_DAY})`,
      perhaps: openIfUndated(Prisma.sql`(${ASSERTED} <= ${EXAM_DAY}
        AND (d."abatedOn" IS NULL OR ${ABATED_LAST} > ${EXAM_DAY}))`),
    };
  }
  const from = Prisma.sql`${EXAM_DAY} - ${rule.days}::int`;
  const to = Prisma.sql`${EXAM_DAY} + ${rule.days}::int`;
  return {
    yes: Prisma.sql`${DATED} AND ${ASSERTED} >= ${from} AND ${ASSERTED_LAST} <= ${to}`,
    perhaps: openIfUndated(Prisma.sql`(${ASSERTED} <= ${to} AND ${ASSERTED_LAST} >= ${from})`),
  };
}

function diagnosisCondition({ codes, rule, status }: DiagnosisLeaf): Prisma.Sql {
  const { yes, perhaps } = statementConditions(rule);
  const stated = (how: Prisma.Sql) => Prisma.sql`EXISTS (SELECT 1 FROM "Diagnosis" d
    WHERE d."subjectId" = e."subjectId" AND d."verification" <> 'refuted'
      AND d."code" IN (SELECT a."descendantCode" FROM "DiagnosisTermAncestor" a
                       WHERE a."ancestorCode" = ANY(${codes}::text[]))
      AND ${how})`;
  return status === "present" ? stated(yes) : Prisma.sql`(${stated(perhaps)} AND NOT ${stated(yes)})`;
}

function scoreCondition(leaf: Extract<ExamLeaf, { kind: "score" }>): Prisma.Sql {
  const taken = (more: Prisma.Sql) => Prisma.sql`EXISTS (SELECT 1 FROM "Score" c
    WHERE c."subjectId" = e."subjectId" AND c."name" = ${leaf.name}
      AND ${within(Prisma.sql`c."value"`, leaf.min, leaf.max)} ${more})`;
  if (leaf.rule.at === "ever") return taken(Prisma.empty);
  // An earlier day wins over one as far after the exam.
  const nearer = Prisma.sql`(abs(n."takenOn" - ${EXAM_DAY}), n."takenOn") < (abs(c."takenOn" - ${EXAM_DAY}), c."takenOn")`;
  return taken(Prisma.sql`AND ${DATED} AND abs(c."takenOn" - ${EXAM_DAY}) <= ${leaf.rule.days}::int
    AND NOT EXISTS (SELECT 1 FROM "Score" n
      WHERE n."subjectId" = c."subjectId" AND n."name" = c."name" AND ${nearer})`);
}

function fieldCondition(tesla: number): Prisma.Sql {
  const nominal = nominalFieldTesla(tesla);
  const known = FIELD_STRENGTHS.find((field) => field.nominalTesla === nominal);
  return known
    ? Prisma.sql`e."fieldStrengthTesla" BETWEEN ${known.fromTesla}::float8 AND ${known.toTesla}::float8`
    : Prisma.sql`e."fieldStrengthTesla" = ${nominal}::float8`;
}

function protocolCondition({ codes, verdicts, whole }: Extract<ExamLeaf, { kind: "protocol" }>): Prisma.Sql {
  const conditions = [Prisma.sql`ep."examId" = e."id" AND ep."current"`];
  if (codes.length > 0) {
    conditions.push(Prisma.sql`ep."protocolVersionId" IN (
      SELECT pv."id" FROM "ProtocolVersion" pv JOIN "Protocol" p ON p."id" = pv."protocolId"
      WHERE p."code" = ANY(${codes}::text[]))`);
  }
  if (verdicts.length > 0) conditions.push(Prisma.sql`ep."value" = ANY(${verdicts}::"VerdictValue"[])`);
  if (whole !== null)
    conditions.push(whole === "whole" ? Prisma.sql`ep."isWhole"` : Prisma.sql`NOT ep."isWhole"`);
  return Prisma.sql`EXISTS (SELECT 1 FROM "ExamProtocol" ep WHERE ${allOf(conditions)})`;
}

/** Some protocol judges the exam of alias e now, and every one that does finds it compliant. */
export const JUDGED_COMPLIANT = Prisma.sql`(EXISTS (SELECT 1 FROM "ExamProtocol" ep
    WHERE ep."examId" = e."id" AND ep."current")
  AND NOT EXISTS (SELECT 1 FROM "ExamProtocol" ep
    WHERE ep."examId" = e."id" AND ep."current" AND ep."value" <> 'compliant'))`;

/** One leaf over alias e; NULL where an unknown value leaves it open, which every reader takes for false. */
export function examLeafCondition(leaf: ExamLeaf): Prisma.Sql {
  switch (leaf.kind) {
    case "diagnosis":
      return diagnosisCondition(leaf);
    case "control": {
      const inProjects = Prisma.sql`AND m."projectId" IN (
        SELECT "id" FROM "Project" WHERE "code" = ANY(${leaf.projects}::text[]))`;
      return Prisma.sql`EXISTS (SELECT 1 FROM "ProjectMember" m WHERE m."subjectId" = e."subjectId"
        AND m."status" = 'control' ${leaf.projects.length > 0 ? inProjects : Prisma.empty})`;
    }
    case "score":
      return scoreCondition(leaf);
    case "sex":
      return Prisma.sql`EXISTS (SELECT 1 FROM "Subject" sx
        WHERE sx."id" = e."subjectId" AND sx."sex" = ANY(${leaf.values}::"Sex"[]))`;
    case "age":
      return within(Prisma.sql`e."ageAtExamYears"`, leaf.min, leaf.max);
    case "site":
      return Prisma.sql`e."siteId" IN (SELECT "id" FROM "Site" WHERE "code" = ANY(${leaf.codes}::text[]))`;
    case "project":
      return Prisma.sql`EXISTS (SELECT 1 FROM "ExamProject" x WHERE x."examId" = e."id"
        AND x."projectId" IN (SELECT "id" FROM "Project" WHERE "code" = ANY(${leaf.codes}::text[])))`;
    case "scanner": {
      const kinds = leaf.of.map(({ manufacturer, model }) => {
        const maker = Prisma.sql`"manufacturer" = ${manufacturer}::"Manufacturer"`;
        return model === null ? maker : Prisma.sql`(${maker} AND "model" = ${model})`;
      });
      return Prisma.sql`e."scannerId" IN (SELECT "id" FROM "Scanner" WHERE ${anyOf(kinds)})`;
    }
    case "field":
      return anyOf(leaf.tesla.map(fieldCondition));
    case "protocol":
      return protocolCondition(leaf);
  }
}
