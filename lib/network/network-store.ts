import type { ExamFilter, SiteFilter } from "@/lib/access/policy";
import { visibleExamSql } from "@/lib/access/visible-store";
import { Prisma, type Db, type Tx } from "@/lib/platform/db/client";

/** Every site with its scanners and their epochs, oldest epoch first. */
export async function findNetwork(db: Db | Tx) {
  return db.site.findMany({
    orderBy: { name: "asc" },
    select: {
      id: true,
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
          epochs: {
            orderBy: { startedAt: "asc" },
            select: { id: true, kind: true, softwareVersions: true, startedAt: true },
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

export async function siteExists(db: Db | Tx, id: string): Promise<boolean> {
  return (await db.site.count({ where: { id } })) > 0;
}
