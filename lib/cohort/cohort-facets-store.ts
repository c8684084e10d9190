import { type Reach, COHORT_CHARTS, STEP_DAYS } from "./counted-names";
import { Prisma } from "@/lib/platform/db/client";
import {
  ageBySexPeople,
  agePeople,
  controlPeople,
  diagnosisPeople,
  fieldPeople,
  inVisits,
  mapPeople,
  protocolPeople,
  roleByScannerPeople,
  rolePeople,
  scannerPeople,
  seriesValuePeople,
  sexPeople,
  sitePeople,
  verdictOfSeries,
  visitPeople,
} from "@/lib/catalogue/facet-people-store";
import { VERDICTS } from "@/lib/catalogue/search-query";
import { judgedNow } from "@/lib/catalogue/search-sql-store";
import { LAST_EXAMS_BAR, INTERVAL_STEP_MONTHS } from "./answer";
import type { Criteria } from "./criteria";
import { facetContext, type FacetContext } from "./facet-context";
import { COHORT_FACETS, type CohortFacet } from "./facet-view";
import { UNDATED_SQL } from "./logic-sql-store";
import { valuesOf, type Counted } from "./question-store";
import { seriesCondition } from "./series-sql-store";

/** Every facet, each over the exams that answer everything else. */
export function countedFacets(criteria: Criteria, reach: Reach): Counted[] {
  return COHORT_FACETS.map((facet) => {
    const context = facetContext(criteria, facet);
    const name = facet === "control" ? "diagnosis" : facet;
    return valuesOf(name, context.rest, reach, (exams) => peopleOf(facet, context, exams));
  });
}

/** Who has which value of a facet: what choosing the value would ask for. */
function peopleOf(facet: CohortFacet, context: FacetContext, exams: Prisma.Sql): Prisma.Sql {
  const tail = inVisits(context.visits);
  const series = context.verdict ? seriesCondition(context.verdict) : Prisma.sql`TRUE`;
  switch (facet) {
    case "diagnosis":
      return diagnosisPeople(exams, tail);
    case "control":
      return controlPeople(exams, tail);
    case "role":
      return rolePeople(exams, series, tail);
    case "map":
      return mapPeople(exams, series, tail);
    case "protocol":
      return protocolPeople(exams, tail);
    case "verdict":
      return verdictPeople(exams, context, tail);
    case "site":
      return sitePeople(exams, tail);
    case "scanner":
      return scannerPeople(exams, tail);
    case "field":
      return fieldPeople(exams, tail);
    case "age":
      return agePeople(exams);
    case "sex":
      return sexPeople(exams, tail);
    case "visits":
      return visitPeople(exams);
  }
}

function verdictPeople(exams: Prisma.Sql, context: FacetContext, tail: Prisma.Sql): Prisma.Sql {
  return seriesValuePeople(
    exams,
    verdictOfSeries(VERDICTS, judgedNow(context.protocols, "v")),
    context.series.map(seriesCondition),
    Prisma.sql`TRUE`,
    tail,
  );
}

/** The charts, over the exams of the answer. */
export function countedCharts(criteria: Criteria, reach: Reach): Counted[] {
  const chart = (name: string, people: (exams: Prisma.Sql) => Prisma.Sql) =>
    valuesOf(name, criteria, reach, people);
  return [
    chart(COHORT_CHARTS.ageBySex, ageBySexPeople),
    chart(COHORT_CHARTS.roleByScanner, (exams) => roleByScannerPeople(exams, Prisma.sql`TRUE`)),
    chart(COHORT_CHARTS.examsPerSubject, examsPerSubject),
    chart(COHORT_CHARTS.interval, intervals),
  ];
}

function examsPerSubject(exams: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT least(count(*), ${LAST_EXAMS_BAR}::int) AS "value", x."subjectId"
    FROM ${exams} x GROUP BY x."subjectId"`;
}

/** Months between an answering visit and the next, as the first of their step; once a subject. */
function intervals(exams: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT DISTINCT
      (width_bucket(y."days", ${STEP_DAYS}::int[]) - 1) * ${INTERVAL_STEP_MONTHS}::int AS "value", y."subjectId"
    FROM (SELECT v."subjectId", v."startedAt"::date - lag(v."startedAt"::date)
            OVER (PARTITION BY v."subjectId" ORDER BY v."startedAt", v."id") AS "days"
          FROM "Visit" v
          WHERE v."id" IN (SELECT x."visitId" FROM ${exams} x) AND v."startedAt" <> ${UNDATED_SQL}) y
    WHERE y."days" IS NOT NULL`;
}
