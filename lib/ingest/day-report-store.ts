import { type Db, Prisma } from "@/lib/platform/db/client";
import type { ReportSites } from "./run-report-store";

/** Deliveries that began on one day at one site by one door. */
export interface DayAccount {
  /** ISO day in the network's time zone. */
  day: string;
  door: string;
  siteId: string | null;
  siteName: string | null;
  deliveries: number;
  received: number;
  waiting: number;
  stored: number;
  duplicate: number;
  quarantined: number;
  refused: number;
  /** What was not simply stored, by the rule that decided, most frequent first. */
  reasons: { fate: "stored" | "duplicate" | "quarantined" | "refused"; reason: string; count: number }[];
}

/** Accounts of the days up to `last`, newest first. */
export async function findDays(
  db: Db,
  sites: ReportSites,
  { last, days, timeZone }: { last: string; days: number; timeZone: string },
): Promise<DayAccount[]> {
  const scope = sites === null ? Prisma.sql`TRUE` : Prisma.sql`run."siteId" = ANY(${[...sites]}::uuid[])`;
  const within = Prisma.sql`${scope}
    AND run."startedAt" >= (${last}::date - ${days - 1}::int)::timestamp AT TIME ZONE ${timeZone}
    AND run."startedAt" < (${last}::date + 1)::timestamp AT TIME ZONE ${timeZone}`;
  const key = Prisma.sql`to_char(run."startedAt" AT TIME ZONE ${Prisma.raw(quoted(timeZone))}, 'YYYY-MM-DD')`;
  const [accounts, reasons] = await Promise.all([
    db.$queryRaw<Omit<DayAccount, "reasons">[]>(Prisma.sql`
      SELECT ${key} AS "day", run."door", run."siteId"::text AS "siteId", site."name" AS "siteName",
        count(*)::int AS "deliveries", sum(run."received")::int AS "received", sum(run."waiting")::int AS "waiting",
        sum(run."stored")::int AS "stored", sum(run."duplicate")::int AS "duplicate",
        sum(run."quarantined")::int AS "quarantined", sum(run."refused")::int AS "refused"
      FROM "IngestRun" run LEFT JOIN "Site" site ON site."id" = run."siteId"
      WHERE ${within} GROUP BY 1, 2, 3, 4 ORDER BY 1 DESC, 4, 2`),
    db.$queryRaw<(DayAccount["reasons"][number] & Pick<DayAccount, "day" | "door" | "siteId">)[]>(Prisma.sql`
      SELECT ${key} AS "day", run."door", run."siteId"::text AS "siteId", outcome."fate"::text AS "fate",
        outcome."reason", sum(outcome."count")::int AS "count"
      FROM "IngestRun" run JOIN "IngestOutcome" outcome ON outcome."runId" = run."id"
      WHERE ${within} AND outcome."reason" <> 'none' GROUP BY 1, 2, 3, 4, 5 ORDER BY 6 DESC, 5`),
  ]);
  return accounts.map((account) => ({
    ...account,
    reasons: reasons
      .filter(
        ({ day, door, siteId }) => day === account.day && door === account.door && siteId === account.siteId,
      )
      .map(({ fate, reason, count }) => ({ fate, reason, count })),
  }));
}

/** As a literal: a parameter in GROUP BY would be another expression than the one in SELECT. */
function quoted(timeZone: string): string {
  return `'${timeZone.replaceAll("'", "''")}'`;
}
