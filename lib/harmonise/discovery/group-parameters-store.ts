import type { ExamFilter, SiteFilter } from "@/lib/access/policy";
import { visibleExamSql } from "@/lib/access/visible-store";
import type { SequenceRole } from "@/lib/harmonise/rules/role-features";
import { Prisma, type Db } from "@/lib/platform/db/client";
import type { ParameterRow } from "./group-parameters";

/** A kind of series that can be grouped: what is set is compared only within it. */
export interface SeriesKind {
  role: SequenceRole;
  is3D: boolean | null;
}

export interface KindCount extends SeriesKind {
  seriesCount: number;
}

/** What a protocol could ask for: no localiser, nothing that was computed. */
const JUDGEABLE = Prisma.sql`s."state" = 'complete' AND NOT s."derived" AND s."map" IS NULL
  AND s."component" IN ('magnitude', 'mixed') AND s."role" NOT IN ('localiser', 'unknown', 'SBRef')`;

/** How many series of each kind the actor may browse, the most frequent first. */
export async function countKinds(db: Db, filter: ExamFilter): Promise<KindCount[]> {
  return db.$queryRaw<KindCount[]>`
    SELECT s."role"::text AS "role", s."is3D", count(*)::int AS "seriesCount"
    FROM "Series" s JOIN "Exam" e ON e."id" = s."examId"
    WHERE ${visibleExamSql(filter, "e")} AND ${JUDGEABLE}
    GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 NULLS LAST`;
}

interface Row {
  scannerId: string;
  month: string | null;
  seriesCount: number;
  exampleExamId: string;
  repetitionTimeMs: number | null;
  /** Prisma's lists are null in the database where nothing was ever written. */
  echoTimesMs: number[] | null;
  inversionTimeMs: number | null;
  flipAngleDeg: number | null;
  voxelSizeXMm: number | null;
  voxelSizeYMm: number | null;
  voxelSizeZMm: number | null;
  sliceSpacingMm: number | null;
  bValuesSPerMm2: number[] | null;
  directionCount: number | null;
  volumeCount: number | null;
  pixelBandwidthHzPerPixel: number | null;
  echoTrainLength: number | null;
  parallelReductionFactor: number | null;
  multibandFactor: number | null;
  phaseEncodingAxis: string | null;
  receiveCoil: string | null;
}

/** The settings of the series of one kind, equal ones counted together by scanner, and by month where it may be told. */
export async function readParameterRows(
  db: Db,
  filter: ExamFilter,
  {
    kind,
    manufacturer,
    trueDates,
    timeZone,
  }: { kind: SeriesKind; manufacturer: string | null; trueDates: SiteFilter; timeZone: string },
): Promise<ParameterRow[]> {
  const dated =
    trueDates.kind === "all"
      ? Prisma.sql`TRUE`
      : trueDates.kind === "none"
        ? Prisma.sql`FALSE`
        : Prisma.sql`e."siteId" = ANY(${trueDates.siteIds}::uuid[])`;
  const settings = Prisma.sql`s."repetitionTimeMs", s."echoTimesMs", s."inversionTimeMs", s."flipAngleDeg",
    s."voxelSizeXMm", s."voxelSizeYMm", s."voxelSizeZMm", s."sliceSpacingMm", s."bValuesSPerMm2", s."directionCount",
    s."volumeCount", s."pixelBandwidthHzPerPixel", s."echoTrainLength", s."parallelReductionFactor",
    s."multibandFactor", s."phaseEncodingAxis", s."receiveCoil"`;
  const rows = await db.$queryRaw<Row[]>`
    SELECT e."scannerId"::text AS "scannerId",
      CASE WHEN ${dated} THEN to_char(c."acquiredAt" AT TIME ZONE ${timeZone}::text, 'YYYY-MM') END AS "month",
      count(*)::int AS "seriesCount", min(e."id"::text) AS "exampleExamId", ${settings}
    FROM "Series" s JOIN "Exam" e ON e."id" = s."examId" JOIN "Scanner" sc ON sc."id" = e."scannerId"
      LEFT JOIN "ExamClock" c ON c."examId" = e."id"
    WHERE ${visibleExamSql(filter, "e")} AND ${JUDGEABLE} AND s."role" = ${kind.role}::"SequenceRole"
      AND s."is3D" IS NOT DISTINCT FROM ${kind.is3D}::boolean
      AND (${manufacturer}::text IS NULL OR sc."manufacturer"::text = ${manufacturer}::text)
    GROUP BY 1, 2, ${settings}`;
  return rows.map(({ scannerId, month, seriesCount, exampleExamId, ...values }) => ({
    scannerId,
    month,
    seriesCount,
    exampleExamId,
    values: {
      ...values,
      echoTimesMs: values.echoTimesMs?.length ? values.echoTimesMs : null,
      bValuesSPerMm2: values.bValuesSPerMm2?.length ? values.bValuesSPerMm2 : null,
    },
  }));
}

export interface NamedScanner {
  id: string;
  site: string;
  manufacturer: string;
  model: string;
  label: string | null;
}

/** The scanners of some groups, by site. */
export async function findScanners(db: Db, ids: readonly string[]): Promise<NamedScanner[]> {
  const rows = await db.scanner.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, manufacturer: true, model: true, label: true, site: { select: { name: true } } },
    orderBy: [{ site: { name: "asc" } }, { model: "asc" }, { id: "asc" }],
  });
  return rows.map(({ site, ...scanner }) => ({ ...scanner, site: site.name }));
}
