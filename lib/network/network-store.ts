import type { ExamFilter, SiteFilter } from "@/lib/access/policy";
import { visibleExamSql } from "@/lib/access/visible-store";
import { Prisma, type Db, type Tx } from "@/lib/platform/db/client";

/** Every site with its scanners and their epochs, oldest epoch first. */
export async function findNetwork(db: Db | Tx) {
  return db.site.findMany({
    orderBy: { name: "asc" },
    select: {
      id: true,
      code: true,
      name: true,
      city: true,
      scanners: {
        orderBy: [{ manufacturer: "asc" }, { model: "asc" }, { id: "asc" }],
        select: {
          id: true,
          manufacturer: true,
          model: true,
          label: true,
          fieldStrengthTesla: true,
          retiredAt: true,
          createdAt: true,
          lastReceivedAt: true,
          silentAfterHours: true,
          epochs: {
            orderBy: { startedAt: "asc" },
            select: { id: true, kind: true, softwareVersions: true, startedAt: true, note: true },
          },
        },
      },
    },
  });
}

export interface ScannerCounts {
  scannerId: string;
  subjects: number;
  exams: number;
}

/** Exact counts by scanner over the exams inside the filter only. */
export async function countByScanner(db: Db | Tx, filter: ExamFilter): Promise<ScannerCounts[]> {
  return db.$queryRaw<ScannerCounts[]>(Prisma.sql`
    SELECT e."scannerId"::text AS "scannerId",
      COUNT(DISTINCT e."subjectId")::int AS "subjects",
      COUNT(*)::int AS "exams"
    FROM "Exam" e
    WHERE ${visibleExamSql(filter, "e")}
    GROUP BY e."scannerId"`);
}

export interface ScannerArrivals {
  scannerId: string;
  examsToday: number;
  seriesToday: number;
  examsThisMonth: number;
  seriesThisMonth: number;
}

/**
 * Exams whose first instance was received today and this month in a time zone, and their series. An exam without a
 * usable date has no clock and is not counted.
 */
export async function countArrivals(
  db: Db | Tx,
  filter: SiteFilter,
  timeZone: string,
): Promise<ScannerArrivals[]> {
  if (filter.kind === "none") return [];
  const sites =
    filter.kind === "all" ? Prisma.sql`TRUE` : Prisma.sql`exam."siteId" = ANY(${filter.siteIds}::uuid[])`;
  return db.$queryRaw<ScannerArrivals[]>(Prisma.sql`
    WITH received AS (
      SELECT exam."scannerId", clock."receivedAt" >= date_trunc('day', now() AT TIME ZONE ${timeZone}) AT TIME ZONE ${timeZone} AS today,
        (SELECT count(*)::int FROM "Series" series WHERE series."examId" = exam."id") AS series
      FROM "ExamClock" clock JOIN "Exam" exam ON exam."id" = clock."examId"
      WHERE clock."receivedAt" >= date_trunc('month', now() AT TIME ZONE ${timeZone}) AT TIME ZONE ${timeZone}
        AND ${sites}
    )
    SELECT "scannerId"::text AS "scannerId",
      (count(*) FILTER (WHERE today))::int AS "examsToday",
      COALESCE(sum(series) FILTER (WHERE today), 0)::int AS "seriesToday",
      count(*)::int AS "examsThisMonth", COALESCE(sum(series), 0)::int AS "seriesThisMonth"
    FROM received GROUP BY "scannerId"`);
}

/** Names of the sites inside a filter, in alphabetical order. */
export async function findSiteNames(
  db: Db | Tx,
  filter: SiteFilter,
): Promise<{ id: string; name: string }[]> {
  if (filter.kind === "none") return [];
  return db.site.findMany({
    where: filter.kind === "all" ? {} : { id: { in: filter.siteIds } },
    orderBy: { name: "asc" },
    select: { id: true, name: true },
  });
}

export interface ScannerToChoose {
  id: string;
  siteName: string;
  manufacturer: string;
  model: string;
  label: string | null;
  fieldStrengthTesla: number;
}

/** Scanners in use at the sites inside a filter, by site and name. */
export async function findScannersToChoose(db: Db | Tx, filter: SiteFilter): Promise<ScannerToChoose[]> {
  if (filter.kind === "none") return [];
  const rows = await db.scanner.findMany({
    where: { retiredAt: null, ...(filter.kind === "all" ? {} : { siteId: { in: filter.siteIds } }) },
    orderBy: [{ site: { name: "asc" } }, { manufacturer: "asc" }, { model: "asc" }, { id: "asc" }],
    select: {
      id: true,
      manufacturer: true,
      model: true,
      label: true,
      fieldStrengthTesla: true,
      site: { select: { name: true } },
    },
  });
  return rows.map(({ site, ...scanner }) => ({ ...scanner, siteName: site.name }));
}
