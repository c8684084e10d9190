import { CHARTS, TOTALS, type RawCount } from "./counted-values";
import { db, Prisma } from "@/lib/platform/db/client";
import {
  ageBySexPeople,
  agePeople,
  byValue,
  controlPeople,
  diagnosisPeople,
  fieldPeople,
  inVisits,
  mapPeople,
  protocolPeople,
  rawCount,
  roleByScannerPeople,
  rolePeople,
  scannerPeople,
  seriesValuePeople,
  sexPeople,
  sitePeople,
  totals,
  verdictOfSeries,
  visitPeople,
  type CountRow,
  type SeriesValue,
} from "./facet-people-store";
import {
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
  judgedNow,
  matchedExams,
  seriesConditions,
  seriesQuality,
  type PreparedSearch,
} from "./search-sql-store";

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
  const all = Prisma.sql`"m"`;
  const branches = [
    ...totals(all, answeringSeries(query), withKeys),
    ...facets(search, over).map(([facet, people]) => byValue(facet, people, withKeys)),
    byValue(CHARTS.ageBySex, ageBySexPeople(all), withKeys),
    byValue(CHARTS.roleByScanner, roleByScannerPeople(all, seriesQuality(query)), withKeys),
  ];
  const rows = await db().$queryRaw<CountRow[]>`
    WITH ${Prisma.join(tables, ", ")}
    ${Prisma.join(branches, " UNION ALL ")}`;
  return rows.map(rawCount);
}

/** Each facet with who has which of its values. */
function facets({ query }: PreparedSearch, over: (facet: Facet) => Prisma.Sql): [Facet, Prisma.Sql][] {
  const enough = inVisits(query.visits);
  const quality = seriesQuality(query);
  const voxelQuery = without(query, "voxel");
  const who = over("diagnosis");
  return [
    ["diagnosis", diagnosisPeople(who, enough)],
    ["diagnosis", controlPeople(who, enough)],
    ["role", rolePeople(over("role"), quality, enough)],
    ["map", mapPeople(over("map"), quality, enough)],
    ["protocol", protocolPeople(over("protocol"), enough)],
    ["whole", wholePeople(over("whole"), query, enough)],
    ...(["verdict", "qc", "rating"] as const).map((facet): [Facet, Prisma.Sql] => {
      const rest = without(query, facet);
      const value = seriesValueOf(facet, query);
      return [facet, seriesValuePeople(over(facet), value, askedSeries(rest), seriesQuality(rest), enough)];
    }),
    ["site", sitePeople(over("site"), enough)],
    ["scanner", scannerPeople(over("scanner"), enough)],
    ["field", fieldPeople(over("field"), enough)],
    ["age", agePeople(over("age"))],
    ["sex", sexPeople(over("sex"), enough)],
    ["visits", visitPeople(over("visits"))],
    ["voxel", voxelPeople(over("voxel"), askedSeries(voxelQuery), seriesQuality(voxelQuery), enough)],
    [
      "pixels",
      Prisma.sql`SELECT 'true'::text AS "value", e."subjectId" FROM "m" e
        WHERE ${Prisma.join(seriesConditions({ ...query, pixels: true }), " AND ")} ${enough}`,
    ],
  ];
}

function wholePeople(exams: Prisma.Sql, query: CatalogueQuery, enough: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT CASE WHEN ep."isWhole" THEN 'whole' WHEN NOT ep."isWhole" THEN 'incomplete' ELSE 'none' END
      AS "value", x."subjectId"
    FROM ${exams} x LEFT JOIN "ExamProtocol" ep
      ON ep."examId" = x."id" AND ep."isWhole" IS NOT NULL AND ${judgedNow(query.protocol, "ep")} ${enough}`;
}

function seriesValueOf(facet: "verdict" | "qc" | "rating", query: CatalogueQuery): SeriesValue {
  const join = Prisma.empty;
  switch (facet) {
    case "verdict":
      return verdictOfSeries(VERDICTS, judgedNow(query.protocol, "v"));
    case "qc":
      return { values: QC_STATES, of: Prisma.sql`s."qcState"::text`, join };
    case "rating":
      return { values: RATINGS, of: Prisma.sql`coalesce(s."rating"::text, 'none')`, join };
  }
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

/** How many subjects answer `query`, under the name of that total. */
export async function countSubjects(search: PreparedSearch, query: CatalogueQuery): Promise<RawCount[]> {
  const people = Prisma.sql`SELECT DISTINCT ''::text AS "value", "subjectId" FROM "m"`;
  const rows = await db().$queryRaw<CountRow[]>`
    WITH ${matchedExams(search, query, "m")} ${byValue(TOTALS.subjects, people, true)}`;
  return rows.map(rawCount);
}
