import type { SiteFilter } from "@/lib/access/policy";
import { now } from "@/lib/platform/clock";
import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import { enqueue } from "@/lib/platform/queue";
import type { FileFate } from "./rules/reasons";

/** Codes and names of the sites inside a filter, by name. */
export async function findUploadSites(
  db: Db,
  filter: Exclude<SiteFilter, { kind: "none" }>,
): Promise<{ id: string; code: string; name: string }[]> {
  return db.site.findMany({
    where: filter.kind === "all" ? {} : { id: { in: filter.siteIds } },
    orderBy: { name: "asc" },
    select: { id: true, code: true, name: true },
  });
}

/** An upload of this person; null when she has no such. */
export async function findUpload(
  db: Db,
  runId: string,
  userId: string,
): Promise<{ id: string; siteId: string; finishedAt: Date | null } | null> {
  const run = await db.ingestRun.findFirst({
    where: { id: runId, userId, door: "upload" },
    select: { id: true, siteId: true, finishedAt: true },
  });
  return run?.siteId ? { ...run, siteId: run.siteId } : null;
}

/** Locks the account of an upload until the transaction ends. @returns whether it still takes files */
export async function lockUpload(tx: Tx, runId: string): Promise<{ isOpen: boolean }> {
  const [run] = await tx.$queryRaw<{ isFinished: boolean }[]>(Prisma.sql`
    SELECT "finishedAt" IS NOT NULL AS "isFinished" FROM "IngestRun" WHERE "id" = ${runId}::uuid FOR UPDATE`);
  const closing = await tx.ingestArchive.count({ where: { runId, closesRun: true } });
  return { isOpen: run?.isFinished === false && closing === 0 };
}

/**
 * Open uploads into which nothing came since, oldest first: no file waits that came later, none got its fate later, and
 * no archive waits to be unpacked.
 */
export async function findIdleUploads(db: Db, since: Date): Promise<{ id: string }[]> {
  return db.ingestRun.findMany({
    where: { door: "upload", finishedAt: null, ...idleSince(since) },
    orderBy: { startedAt: "asc" },
    select: { id: true },
  });
}

/** Whether nothing came into an upload since. */
export async function isIdleUpload(tx: Tx, id: string, since: Date): Promise<boolean> {
  return (await tx.ingestRun.count({ where: { id, ...idleSince(since) } })) > 0;
}

function idleSince(since: Date) {
  return {
    startedAt: { lt: since },
    spool: { none: { receivedAt: { gte: since } } },
    fates: { none: { at: { gte: since } } },
    archives: { none: { unpackedAt: null } },
  } satisfies Prisma.IngestRunWhereInput;
}

/** Whether a file of an upload was received before. */
export async function hasOrdinal(db: Db | Tx, runId: string, ordinal: number): Promise<boolean> {
  const [row] = await db.$queryRaw<{ has: boolean }[]>(Prisma.sql`
    SELECT EXISTS (SELECT 1 FROM "IngestFate" WHERE "runId" = ${runId}::uuid AND "ordinal" = ${ordinal}::int)
      OR EXISTS (SELECT 1 FROM "SpoolItem" WHERE "runId" = ${runId}::uuid AND "ordinal" = ${ordinal}::int)
      OR EXISTS (SELECT 1 FROM "IngestArchive" WHERE "runId" = ${runId}::uuid AND "ordinal" = ${ordinal}::int)
      AS has`);
  return row?.has === true;
}

/** The row of an uploaded archive, and the job that takes its members out. */
export async function insertArchive(
  tx: Tx,
  archive: { id: string; runId: string; ordinal: number; byteCount: number },
): Promise<void> {
  await tx.ingestArchive.create({ data: archive, select: { id: true } });
  await enqueue(tx, "ingest.expand", { archiveId: archive.id }, `ingest.expand:${archive.id}`);
}

export interface UploadedArchive {
  id: string;
  runId: string;
  ordinal: number;
  siteId: string | null;
  taken: number;
  unpackedAt: Date | null;
}

export async function findArchive(db: Db, id: string): Promise<UploadedArchive | null> {
  const row = await db.ingestArchive.findUnique({
    where: { id },
    select: {
      id: true,
      runId: true,
      ordinal: true,
      taken: true,
      unpackedAt: true,
      run: { select: { siteId: true } },
    },
  });
  return row && { ...row, siteId: row.run.siteId };
}

/** Moves on by so many members; false when another process has done it meanwhile. */
export async function advanceArchive(tx: Tx, id: string, from: number, to: number): Promise<boolean> {
  const { count } = await tx.ingestArchive.updateMany({
    where: { id, taken: from, unpackedAt: null },
    data: { taken: to },
  });
  return count === 1;
}

/** Every member was taken. @returns whether the delivery ends with it */
export async function finishArchive(tx: Tx, { id, runId }: UploadedArchive): Promise<{ isLast: boolean }> {
  const { closesRun } = await tx.ingestArchive.update({
    where: { id },
    data: { unpackedAt: now() },
    select: { closesRun: true },
  });
  const left = await tx.ingestArchive.count({ where: { runId, unpackedAt: null } });
  return { isLast: closesRun && left === 0 };
}

/** Leaves the closing of a delivery to the last of its archives; false when none is left to unpack. */
export async function closeWithArchives(tx: Tx, runId: string): Promise<boolean> {
  const { count } = await tx.ingestArchive.updateMany({
    where: { runId, unpackedAt: null },
    data: { closesRun: true },
  });
  return count > 0;
}

/** Files `first` to `last` of an upload, each of which met this fate `count` times (an archive's members: often). */
export interface FateSpan {
  first: number;
  last: number;
  fate: FileFate["fate"] | "waiting";
  reason: string;
  count: number;
}

const MOST_SPANS = 5_000;

/** What is known of an upload's files beyond `after`, neighbours of one fate together. */
export async function findFateSpans(db: Db, runId: string, after: number): Promise<FateSpan[]> {
  return db.$queryRaw<FateSpan[]>(Prisma.sql`
    WITH known AS (
      SELECT "ordinal", "fate"::text AS fate, "reason" FROM "IngestFate"
      WHERE "runId" = ${runId}::uuid AND "ordinal" > ${after}::int
      UNION ALL
      SELECT "ordinal", 'waiting', 'none' FROM "SpoolItem"
      WHERE "runId" = ${runId}::uuid AND "ordinal" > ${after}::int
    ), counted AS (
      SELECT "ordinal", fate, "reason", count(*)::int AS count FROM known GROUP BY "ordinal", fate, "reason"
    ), islands AS (
      SELECT *, "ordinal" - row_number() OVER (PARTITION BY fate, "reason", count ORDER BY "ordinal") AS island
      FROM counted
    )
    SELECT min("ordinal")::int AS "first", max("ordinal")::int AS "last", fate AS "fate", "reason", count AS "count"
    FROM islands GROUP BY fate, "reason", count, island ORDER BY 1 LIMIT ${MOST_SPANS}`);
}

/** The archives of an upload, and how far each is. */
export async function findArchives(
  db: Db,
  runId: string,
): Promise<{ ordinal: number; taken: number; isUnpacked: boolean }[]> {
  const rows = await db.ingestArchive.findMany({
    where: { runId },
    orderBy: { ordinal: "asc" },
    select: { ordinal: true, taken: true, unpackedAt: true },
  });
  return rows.map(({ unpackedAt, ...row }) => ({ ...row, isUnpacked: unpackedAt !== null }));
}
