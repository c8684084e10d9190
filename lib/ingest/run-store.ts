import { now } from "@/lib/platform/clock";
import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import { readBeats } from "@/lib/platform/process-beat";
import type { Door } from "./doors/door";
import type { FileFate } from "./rules/reasons";

export interface NewRun {
  door: Door;
  siteId: string;
  peerId: string | null;
  userId: string | null;
  sourceHash: Uint8Array<ArrayBuffer> | null;
  holderId: string | null;
}

/** Opens the account of one delivery. @returns its id */
export async function insertRun(tx: Tx, run: NewRun): Promise<string> {
  const { id } = await tx.ingestRun.create({ data: run, select: { id: true } });
  return id;
}

/** Closes the door of a delivery; its items may still wait. @returns how many files came */
export async function finishRun(tx: Tx, runId: string): Promise<number> {
  const { received } = await tx.ingestRun.update({
    where: { id: runId },
    data: { finishedAt: now() },
    select: { received: true },
  });
  return received;
}

/**
 * Takes on the open delivery of the same source whose process is gone, newest first, with what was received of it; null
 * when there is none. Of several processes that ask at once, one gets it.
 */
export async function takeInterruptedRun(
  db: Db,
  sourceHash: Uint8Array<ArrayBuffer>,
  holderId: string,
): Promise<{ id: string; siteId: string; received: number; sourceCursor: Uint8Array | null } | null> {
  const living = await livingHolders(db);
  const [run] = await db.$queryRaw<
    { id: string; siteId: string; received: number; sourceCursor: Uint8Array | null }[]
  >(Prisma.sql`
    UPDATE "IngestRun" SET "holderId" = ${holderId}::uuid
    WHERE "id" = (
      SELECT "id" FROM "IngestRun"
      WHERE "sourceHash" = ${sourceHash}::bytea AND "finishedAt" IS NULL AND "siteId" IS NOT NULL
        AND ("holderId" IS NULL OR NOT "holderId" = ANY(${living}::uuid[]))
      ORDER BY "startedAt" DESC LIMIT 1
      FOR UPDATE SKIP LOCKED
    ) AND "finishedAt" IS NULL AND ("holderId" IS NULL OR NOT "holderId" = ANY(${living}::uuid[]))
    RETURNING "id", "siteId", "received", "sourceCursor"`);
  return run ?? null;
}

/** Deliveries over a network whose process is gone: no peer goes on with such a one. */
export async function findAbandonedRuns(db: Db): Promise<{ id: string; siteId: string | null }[]> {
  const doors: Door[] = ["c-store", "stow"];
  return db.ingestRun.findMany({
    where: { door: { in: doors }, finishedAt: null, holderId: { not: null, notIn: await livingHolders(db) } },
    orderBy: { startedAt: "asc" },
    select: { id: true, siteId: true },
  });
}

async function livingHolders(db: Db): Promise<string[]> {
  return (await readBeats(db, null)).filter(({ dead }) => !dead).map(({ id }) => id);
}

/** Counts a file that was turned away before it was kept. */
export async function countRefusal(
  tx: Tx,
  runId: string,
  { reason, fate }: Extract<FileFate, { fate: "refused" }>,
  item: { id: string; ordinal: number | null },
  sourceCursor: Uint8Array<ArrayBuffer> | null,
): Promise<void> {
  await tx.ingestRun.update({
    where: { id: runId },
    data: { received: { increment: 1 }, refused: { increment: 1 }, ...(sourceCursor && { sourceCursor }) },
    select: { id: true },
  });
  await tx.ingestOutcome.upsert({
    where: { runId_fate_reason: { runId, fate, reason } },
    create: { runId, fate, reason, count: 1 },
    update: { count: { increment: 1 } },
  });
  if (item.ordinal !== null)
    await tx.ingestFate.create({
      data: { itemId: item.id, runId, ordinal: item.ordinal, fate, reason, attributes: [] },
      select: { itemId: true },
    });
}

/** A received object, durably stored, whose row is to be written. */
export interface ReceivedItem {
  id: string;
  runId: string;
  byteCount: number;
  uidHash: Uint8Array | null;
  ordinal: number | null;
}

/** Rows of received objects and the counts of their runs, in one statement. */
export async function insertReceived(
  db: Db | Tx,
  items: readonly ReceivedItem[],
  cursor: { runId: string; sourceCursor: Uint8Array<ArrayBuffer> } | null,
): Promise<void> {
  const given = JSON.stringify(
    items.map(({ uidHash, ...item }) => ({
      ...item,
      uidHash: uidHash && Buffer.from(uidHash).toString("hex"),
    })),
  );
  const cursorRun = cursor?.runId ?? null;
  const cursorBytes = cursor?.sourceCursor ?? null;
  await db.$executeRaw(Prisma.sql`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${given}::jsonb)
        AS item("id" uuid, "runId" uuid, "byteCount" bigint, "uidHash" text, "ordinal" int)
    ), kept AS (
      INSERT INTO "SpoolItem" ("id", "runId", "byteCount", "uidHash", "ordinal")
      SELECT "id", "runId", "byteCount", decode("uidHash", 'hex'), "ordinal" FROM given
    )
    UPDATE "IngestRun" run
    SET "received" = run."received" + came.count, "waiting" = run."waiting" + came.count,
        "sourceCursor" = CASE WHEN run."id" = ${cursorRun}::uuid THEN ${cursorBytes}::bytea ELSE run."sourceCursor" END
    FROM (SELECT "runId", count(*)::int AS count FROM given GROUP BY "runId") came
    WHERE run."id" = came."runId"`);
}
