import { AppError } from "@/lib/platform/errors";
import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import type { FileFate } from "./rules/reasons";

/** A received object that a process has taken on. */
export interface ClaimedItem {
  id: string;
  runId: string;
  byteCount: number;
  /** Which of the given files it is; null where the door does not count them. */
  ordinal: number | null;
  /** How often its inspection was begun, this time included. */
  attempts: number;
  siteId: string;
  siteCode: string;
}

/** A process that dies lets its items go after so long. */
export const LEASE_SECONDS = 30;

/**
 * Takes on the items of one delivery that have waited longest: one delivery at a time, so that a transaction about
 * them touches one account.
 */
export async function claimItems(
  db: Db,
  runId: string | null,
  most: { items: number; bytes: number },
): Promise<ClaimedItem[]> {
  const rows = await db.$queryRaw<(Omit<ClaimedItem, "byteCount"> & { byteCount: bigint })[]>(Prisma.sql`
    WITH chosen AS (
      SELECT "runId" FROM "SpoolItem"
      WHERE "leasedUntil" < now() AND (${runId}::uuid IS NULL OR "runId" = ${runId}::uuid)
      ORDER BY "leasedUntil", "receivedAt" LIMIT 1
    ), candidates AS (
      SELECT item."id", item."byteCount", item."receivedAt" FROM "SpoolItem" item JOIN chosen USING ("runId")
      WHERE "leasedUntil" < now()
      ORDER BY "leasedUntil", "receivedAt" LIMIT ${most.items}
      FOR UPDATE OF item SKIP LOCKED
    ), counted AS (
      SELECT "id", sum("byteCount") OVER (ORDER BY "receivedAt", "id") - "byteCount" AS before FROM candidates
    )
    UPDATE "SpoolItem" item
    SET "leasedUntil" = now() + make_interval(secs => ${LEASE_SECONDS}::float8), "attempts" = "attempts" + 1
    FROM counted, "IngestRun" run JOIN "Site" site ON site."id" = run."siteId"
    WHERE item."id" = counted."id" AND counted.before < ${most.bytes}::bigint AND run."id" = item."runId"
    RETURNING item."id", item."runId", item."byteCount", item."ordinal", item."attempts",
      site."id" AS "siteId", site."code" AS "siteCode"`);
  return rows
    .map(({ byteCount, ...row }) => ({ ...row, byteCount: Number(byteCount) }))
    .sort((a, b) => (a.ordinal ?? 0) - (b.ordinal ?? 0));
}

/** Keeps items for another while. */
export async function extendLeases(db: Db, ids: readonly string[]): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    UPDATE "SpoolItem" SET "leasedUntil" = now() + make_interval(secs => ${LEASE_SECONDS}::float8)
    WHERE "id" = ANY(${ids}::uuid[])`);
}

/** Gives items back at once; an end that is told is not held against them. */
export async function releaseLeases(db: Db, ids: readonly string[]): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    UPDATE "SpoolItem" SET "leasedUntil" = '-infinity', "attempts" = greatest("attempts" - 1, 0)
    WHERE "id" = ANY(${ids}::uuid[])`);
}

/** How many items wait, of one delivery or of all. */
export async function countWaiting(db: Db, runId: string | null): Promise<number> {
  return db.spoolItem.count({ where: runId === null ? {} : { runId } });
}

/**
 * Gives items their fate: their rows go, their runs' accounts move from `waiting`, all in the caller's transaction.
 * @throws AppError `conflict` when another process has settled one of them: nothing may be committed
 */
export async function settleItems(
  tx: Tx,
  settled: readonly { id: string; fate: FileFate; seriesId: string | null }[],
): Promise<void> {
  if (settled.length === 0) return;
  const given = JSON.stringify(
    settled.map(({ id, fate, seriesId }) => ({
      id,
      seriesId,
      fate: fate.fate,
      reason: fate.reason,
      attributes: fate.fate === "quarantined" ? fate.attributes : [],
    })),
  );
  const [row] = await tx.$queryRaw<{ count: number }[]>(Prisma.sql`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${given}::jsonb) 
        AS item("id" uuid, "fate" "Fate", "reason" text, "attributes" text[], "seriesId" uuid)
    ), gone AS (
      DELETE FROM "SpoolItem" item USING given WHERE item."id" = given."id"
      RETURNING item."id", item."runId", item."ordinal", given."fate", given."reason", given."attributes",
        given."seriesId"
    ), outcomes AS (
      INSERT INTO "IngestOutcome" ("runId", "fate", "reason", "count")
      SELECT "runId", "fate", "reason", count(*)::int FROM gone GROUP BY "runId", "fate", "reason"
      ON CONFLICT ("runId", "fate", "reason") DO UPDATE SET "count" = "IngestOutcome"."count" + EXCLUDED."count"
    ), fates AS (
      INSERT INTO "IngestFate" ("itemId", "runId", "ordinal", "fate", "reason", "attributes", "seriesId")
      SELECT "id", "runId", "ordinal", "fate", "reason", "attributes", "seriesId" FROM gone
      WHERE "ordinal" IS NOT NULL
      ON CONFLICT ("itemId") DO UPDATE SET "fate" = EXCLUDED."fate", "reason" = EXCLUDED."reason",
        "attributes" = EXCLUDED."attributes", "seriesId" = EXCLUDED."seriesId", "at" = now()
    ), accounts AS (
      UPDATE "IngestRun" run
      SET "waiting" = run."waiting" - came.total, "stored" = run."stored" + came.stored,
          "duplicate" = run."duplicate" + came.duplicate, "quarantined" = run."quarantined" + came.quarantined,
          "refused" = run."refused" + came.refused
      FROM (
        SELECT "runId", count(*)::int AS total,
          (count(*) FILTER (WHERE "fate" = 'stored'))::int AS stored,
          (count(*) FILTER (WHERE "fate" = 'duplicate'))::int AS duplicate,
          (count(*) FILTER (WHERE "fate" = 'quarantined'))::int AS quarantined,
          (count(*) FILTER (WHERE "fate" = 'refused'))::int AS refused
        FROM gone GROUP BY "runId"
      ) came
      WHERE run."id" = came."runId"
    )
    SELECT count(*)::int AS count FROM gone`);
  if (row?.count !== settled.length) throw new AppError("conflict", "an item was settled by another process");
}
