import { askedGroups } from "./asked-groups";
import { Prisma } from "@/lib/platform/db/client";
import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamSql } from "@/lib/access/visible-store";
import { intervalDays, type Criteria, type ExamNode, type PairNode } from "./criteria";
import { examLeafCondition, JUDGED_COMPLIANT } from "./exam-leaf-sql-store";
import { allOf, anyOf, negated, UNDATED_SQL } from "./logic-sql-store";
import { holdsSeries, seriesCondition } from "./series-sql-store";

// Criteria in SQL: one condition over the alias e ("Exam"), and a common table expression for each part that is asked
// of other exams than the one in question. Such a part is joined, not asked by IN: under an OR or a NOT the planner would
// read a large part anew for every exam. Every value is a parameter.

/** The parts of one question that look at other exams. */
interface Parts {
  filter: ExamFilter;
  name: string;
  /** Expressions in the order in which they need each other. */
  expressions: Prisma.Sql[];
  /** Name of the expression of each part that was written already. */
  written: Map<string, Prisma.Sql>;
}

/** One reading of "Exam" as e. */
interface Reading {
  parts: Parts;
  /** Left joins, by what they join. */
  joins: Map<string, { alias: Prisma.Sql; sql: Prisma.Sql }>;
}

/**
 * Common table expressions, for `WITH ${…}`, that end in one named `name` with the exams that answer (columns id,
 * subjectId, visitId, siteId, scannerId, age, field, examAt), all within the filter, which bounds every scope too.
 */
export function answeringExams(criteria: Criteria, filter: ExamFilter, name: string): Prisma.Sql {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,40}$/.test(name)) throw new Error("name is not a plain name");
  const parts: Parts = { filter, name, expressions: [], written: new Map() };
  const last = Prisma.sql`${Prisma.raw(`"${name}"`)} AS MATERIALIZED (${examsWhere(
    criteria.root,
    parts,
    Prisma.sql`e."id", e."subjectId", e."visitId", e."siteId", e."scannerId",
      e."ageAtExamYears" AS "age", e."fieldStrengthTesla" AS "field", e."examAt"`,
  )})`;
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

/** The visible exams of which a part is true. */
function examsWhere(node: ExamNode, parts: Parts, columns: Prisma.Sql, more: Prisma.Sql[] = []): Prisma.Sql {
  const reading: Reading = { parts, joins: new Map() };
  const condition = examCondition(node, reading);
  const joins = [...reading.joins.values()].map(({ sql }) => sql);
  return Prisma.sql`SELECT ${columns} FROM "Exam" e ${joins.length > 0 ? Prisma.join(joins, "\n") : Prisma.empty}
    WHERE ${allOf([visibleExamSql(parts.filter, "e"), ...more, condition])}`;
}

function examCondition(node: ExamNode, reading: Reading): Prisma.Sql {
  const part = (of: ExamNode) => examsOf(of, reading.parts);
  switch (node.kind) {
    case "and":
      return allOf(node.of.map((one) => examCondition(one, reading)));
    case "or":
      return anyOf(node.of.map((one) => examCondition(one, reading)));
    case "not":
      return negated(node.of, examCondition(node.of, reading));
    case "series":
      return holdsSeries(seriesCondition(node.of));
    case "visit":
      return isAmong(reading, "visitId", Prisma.sql`SELECT DISTINCT "visitId" FROM ${part(node.of)}`);
    case "subject":
      return isAmong(reading, "subjectId", Prisma.sql`SELECT DISTINCT "subjectId" FROM ${part(node.of)}`);
    case "visits":
      return isAmong(
        reading,
        "subjectId",
        Prisma.sql`SELECT "subjectId" FROM ${part(node.of)}
          GROUP BY "subjectId" HAVING count(DISTINCT "visitId") >= ${node.atLeast}::int`,
      );
    case "pair":
      return isAmong(reading, "id", Prisma.sql`SELECT "id" FROM ${pairsOf(node, reading.parts)}`);
    default:
      return examLeafCondition(node);
  }
}

/** The exam's id of a sort is among rows of one column, each of which stands there once. */
function isAmong(reading: Reading, column: "id" | "visitId" | "subjectId", rows: Prisma.Sql): Prisma.Sql {
  const key = JSON.stringify([rows.sql, rows.values]);
  const name = Prisma.raw(`"${column}"`);
  let join = reading.joins.get(key);
  if (!join) {
    const alias = Prisma.raw(`j${reading.joins.size + 1}`);
    join = { alias, sql: Prisma.sql`LEFT JOIN (${rows}) ${alias} ON ${alias}.${name} = e.${name}` };
    reading.joins.set(key, join);
  }
  return Prisma.sql`${join.alias}.${name} IS NOT NULL`;
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

/** The visible exams of which a part is true, as the name of an expression. */
function examsOf(node: ExamNode, parts: Parts, compliant = false): Prisma.Sql {
  return write(parts, JSON.stringify(["exams", node, compliant]), () =>
    examsWhere(
      node,
      parts,
      Prisma.sql`e."id", e."subjectId", e."visitId", e."scannerId"`,
      compliant ? [JUDGED_COMPLIANT] : [],
    ),
  );
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
