import { askedGroups } from "./asked-groups";
import { Prisma } from "@/lib/platform/db/client";
import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamSql } from "@/lib/access/visible-store";
import { intervalDays, type Criteria, type ExamNode, type PairNode } from "./criteria";
import { examLeafCondition, JUDGED_COMPLIANT } from "./exam-leaf-sql-store";
import { allOf, anyOf, negated, UNDATED_SQL } from "./logic-sql-store";
import { holdsSeries, seriesCondition } from "./series-sql-store";

// Criteria in SQL: one condition over the alias e ("Exam"), and a common table expression for each part that is asked
// of other exams than the one in question. Every value is a parameter.

/** The parts of one question that look at other exams. */
interface Parts {
  filter: ExamFilter;
  name: string;
  /** Expressions in the order in which they need each other. */
  expressions: Prisma.Sql[];
  /** Name of the expression of each part that was written already. */
  written: Map<string, Prisma.Sql>;
}

/**
 * Common table expressions, for `WITH ${…}`, that end in one named `name` with the exams that answer (columns id,
 * subjectId, visitId, siteId, scannerId, age, field, examAt), all within the filter, which bounds every scope too.
 */
export function answeringExams(criteria: Criteria, filter: ExamFilter, name: string): Prisma.Sql {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,40}$/.test(name)) throw new Error("name is not a plain name");
  const parts: Parts = { filter, name, expressions: [], written: new Map() };
  const condition = examCondition(criteria.root, parts);
  const last = Prisma.sql`${Prisma.raw(`"${name}"`)} AS MATERIALIZED (
    SELECT e."id", e."subjectId", e."visitId", e."siteId", e."scannerId",
      e."ageAtExamYears" AS "age", e."fieldStrengthTesla" AS "field", e."examAt"
    FROM "Exam" e WHERE ${allOf([visibleExamSql(filter, "e"), condition])})`;
  return Prisma.join([...parts.expressions, last], ",\n");
}

/**
 * The series of the answer, as a condition over alias s joined to an answering exam: those that fulfil a group that the
 * tree asks for, all where it asks for none.
 */
export function answeringSeries(criteria: Criteria): Prisma.Sql {
  const groups = askedGroups(criteria.root);
  return groups.length === 0 ? Prisma.sql`TRUE` : anyOf(groups.map(seriesCondition));
}

function examCondition(node: ExamNode, parts: Parts): Prisma.Sql {
  switch (node.kind) {
    case "and":
      return allOf(node.of.map((part) => examCondition(part, parts)));
    case "or":
      return anyOf(node.of.map((part) => examCondition(part, parts)));
    case "not":
      return negated(examCondition(node.of, parts));
    case "series":
      return holdsSeries(seriesCondition(node.of));
    case "visit":
      return Prisma.sql`e."visitId" IN (SELECT "visitId" FROM ${examsOf(node.of, parts)})`;
    case "subject":
      return Prisma.sql`e."subjectId" IN (SELECT "subjectId" FROM ${examsOf(node.of, parts)})`;
    case "visits":
      return Prisma.sql`e."subjectId" IN (SELECT "subjectId" FROM ${examsOf(node.of, parts)}
        GROUP BY "subjectId" HAVING count(DISTINCT "visitId") >= ${node.atLeast}::int)`;
    case "pair":
      return Prisma.sql`e."id" IN (SELECT "id" FROM ${pairsOf(node, parts)})`;
    default:
      return examLeafCondition(node);
  }
}

/** Writes an expression once, and gives its name. */
function write(parts: Parts, key: string, rows: () => Prisma.Sql): Prisma.Sql {
  const before = parts.written.get(key);
  if (before) return before;
  const body = rows();
  const table = Prisma.raw(`"${parts.name}_${parts.expressions.length}"`);
  parts.expressions.push(Prisma.sql`${table} AS MATERIALIZED (${body})`);
  parts.written.set(key, table);
  return table;
}

/** The visible exams of which a part is true. */
function examsOf(node: ExamNode, parts: Parts, compliant = false): Prisma.Sql {
  return write(parts, JSON.stringify(["exams", node, compliant]), () => {
    const conditions = [visibleExamSql(parts.filter, "e"), examCondition(node, parts)];
    return Prisma.sql`SELECT e."id", e."subjectId", e."visitId", e."scannerId"
      FROM "Exam" e WHERE ${allOf(compliant ? [...conditions, JUDGED_COMPLIANT] : conditions)}`;
  });
}

/** Which way the days from this exam's visit to the other one's are counted. */
const DAYS_APART: Record<PairNode["part"], Prisma.Sql> = {
  first: Prisma.sql`other_visit."startedAt"::date - own_visit."startedAt"::date`,
  second: Prisma.sql`own_visit."startedAt"::date - other_visit."startedAt"::date`,
  either: Prisma.sql`abs(own_visit."startedAt"::date - other_visit."startedAt"::date)`,
};

/** The exams that have another one so far from them. */
function pairsOf(node: PairNode, parts: Parts): Prisma.Sql {
  return write(parts, JSON.stringify(node), () => {
    const exams = examsOf(node.of, parts, node.bothCompliant);
    const { minDays, maxDays } = intervalDays(node.interval);
    const sameScanner = Prisma.sql`AND other."scannerId" = own."scannerId"`;
    return Prisma.sql`SELECT DISTINCT own."id" FROM ${exams} own
      JOIN "Visit" own_visit ON own_visit."id" = own."visitId"
      JOIN ${exams} other ON other."subjectId" = own."subjectId" AND other."visitId" <> own."visitId"
        ${node.sameScanner ? sameScanner : Prisma.empty}
      JOIN "Visit" other_visit ON other_visit."id" = other."visitId"
      WHERE own_visit."startedAt" <> ${UNDATED_SQL} AND other_visit."startedAt" <> ${UNDATED_SQL}
        AND ${DAYS_APART[node.part]} BETWEEN ${minDays}::int AND ${maxDays}::int`;
  });
}
