import { type Db, Prisma } from "@/lib/platform/db/client";
import { countFailures, findPass } from "./fixity-store";

/** A job that failed as often as it may: nothing does it until somebody asks. */
export interface DeadLetter {
  id: string;
  job: string;
  seriesId: string | null;
  /** Kind of the last error; null when the process died over it. */
  lastError: string | null;
  attempts: number;
  at: Date;
}

/** A scanner that sends nothing any more. */
export interface SilentScanner {
  id: string;
  siteName: string;
  model: string;
  label: string | null;
  silentHours: number;
}

/** Ages by the database's clock. */
export async function readBacklog(
  db: Db,
): Promise<{ waiting: number; waitingSeconds: number; jobSeconds: number; deadLetters: number }> {
  const [row] = await db.$queryRaw<
    { waiting: number; waitingSeconds: number; jobSeconds: number; deadLetters: number }[]
  >(Prisma.sql`
    SELECT
      (SELECT count(*)::int FROM "SpoolItem") AS waiting,
      (SELECT coalesce(extract(epoch FROM now() - min("receivedAt")), 0)::float8 FROM "SpoolItem") AS "waitingSeconds",
      (SELECT coalesce(extract(epoch FROM now() - min(run_at)), 0)::float8 FROM graphile_worker.jobs
        WHERE run_at <= now() AND attempts < max_attempts AND locked_at IS NULL) AS "jobSeconds",
      (SELECT count(*)::int FROM graphile_worker.jobs
        WHERE attempts >= max_attempts AND locked_at IS NULL) AS "deadLetters"`);
  return row ?? { waiting: 0, waitingSeconds: 0, jobSeconds: 0, deadLetters: 0 };
}

const DEAD_LETTERS = Prisma.sql`
  SELECT id::text AS id, task_identifier AS job, key, last_error AS "lastError", attempts::int AS attempts,
    updated_at AS at
  FROM graphile_worker.jobs WHERE attempts >= max_attempts AND locked_at IS NULL`;

type DeadLetterRow = Omit<DeadLetter, "seriesId"> & { key: string | null };

/** The newest dead letters. */
export async function findDeadLetters(db: Db, most: number): Promise<DeadLetter[]> {
  const rows = await db.$queryRaw<DeadLetterRow[]>(
    Prisma.sql`${DEAD_LETTERS} ORDER BY updated_at DESC, id DESC LIMIT ${most}`,
  );
  return rows.map(describe);
}

/** One dead letter, or null. */
export async function findDeadLetter(db: Db, id: string): Promise<DeadLetter | null> {
  const [row] = await db.$queryRaw<DeadLetterRow[]>(Prisma.sql`${DEAD_LETTERS} AND id = ${id}::bigint`);
  return row ? describe(row) : null;
}

/** The key of a job about a series ends with the series' id; the payload itself is the queue's own. */
function describe({ key, lastError, ...row }: DeadLetterRow): DeadLetter {
  const seriesId = /:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(key ?? "")?.[1] ?? null;
  // Errors of the queue itself are messages: what is no kind is not shown.
  const kind = lastError === null ? null : /^[A-Za-z-]{1,60}$/.test(lastError) ? lastError : "unknown";
  return { ...row, seriesId, lastError: kind };
}

/** Gives a dead letter another run of tries, now. @returns false when it is none any more */
export async function reviveJob(db: Db, id: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ id: string }[]>(
    Prisma.sql`SELECT id::text AS id FROM graphile_worker.reschedule_jobs(
      ARRAY[${id}::bigint], run_at := now(), attempts := 0)`,
  );
  return rows.length > 0;
}

/** Site of a series; null when there is no such series. */
export async function findSiteOfSeries(db: Db, seriesId: string): Promise<string | null> {
  const row = await db.series.findUnique({
    where: { id: seriesId },
    select: { exam: { select: { siteId: true } } },
  });
  return row?.exam.siteId ?? null;
}

/** Scanners that sent nothing for longer than they may, the longest silence first. */
export async function findSilentScanners(db: Db): Promise<SilentScanner[]> {
  return db.$queryRaw<SilentScanner[]>(Prisma.sql`
    SELECT scanner."id", site."name" AS "siteName", scanner."model", scanner."label",
      (extract(epoch FROM now() - coalesce(scanner."lastReceivedAt", scanner."createdAt")) / 3600)::float8
        AS "silentHours"
    FROM "Scanner" scanner JOIN "Site" site ON site."id" = scanner."siteId"
    WHERE scanner."retiredAt" IS NULL AND scanner."silentAfterHours" IS NOT NULL
      AND coalesce(scanner."lastReceivedAt", scanner."createdAt")
        < now() - make_interval(hours => scanner."silentAfterHours")
    ORDER BY "silentHours" DESC`);
}

/** Files held in the last seven days, and in the seven before. */
export async function countHeldByWeek(db: Db): Promise<{ heldThisWeek: number; heldLastWeek: number }> {
  const [row] = await db.$queryRaw<{ heldThisWeek: number; heldLastWeek: number }[]>(Prisma.sql`
    SELECT (count(*) FILTER (WHERE "heldAt" >= now() - interval '7 days'))::int AS "heldThisWeek",
      (count(*) FILTER (WHERE "heldAt" < now() - interval '7 days'))::int AS "heldLastWeek"
    FROM "Quarantine" WHERE "heldAt" >= now() - interval '14 days'`);
  return row ?? { heldThisWeek: 0, heldLastWeek: 0 };
}

/** Series that have no volumes, by the code of why. */
export async function countFailedSeries(db: Db): Promise<{ failure: string; count: number }[]> {
  const rows = await db.series.groupBy({
    by: ["failure"],
    where: { state: "failed" },
    _count: { _all: true },
  });
  return rows
    .map(({ failure, _count }) => ({ failure: failure ?? "unknown", count: _count._all }))
    .sort((a, b) => b.count - a.count);
}

/** What re-reading found, and since when the pass that is under way runs. */
export async function readFixity(db: Db): Promise<{ failures: number; passStartedAt: Date | null }> {
  const pass = await findPass(db);
  return { failures: await countFailures(db), passStartedAt: pass?.startedAt ?? null };
}
