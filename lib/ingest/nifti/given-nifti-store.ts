import { now } from "@/lib/platform/clock";
import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import { enqueue } from "@/lib/platform/queue";
import type { FileFate } from "../rules/reasons";

/** A NIfTI file that is being given. */
export interface NewNifti {
  id: string;
  siteId: string;
  /** Null for the operator's command. */
  userId: string | null;
  sourceSeriesId: string;
  ontoOrdinal: number | null;
  content: string;
}

/** Its delivery, which is over with it, its row, and the job that makes a volume of it. @returns the delivery's id */
export async function insertGivenNifti(tx: Tx, { siteId, userId, ...nifti }: NewNifti): Promise<string> {
  const run = await tx.ingestRun.create({
    data: { door: "nifti", siteId, userId, received: 1, waiting: 1, finishedAt: now() },
    select: { id: true },
  });
  await tx.givenNifti.create({ data: { ...nifti, runId: run.id }, select: { id: true } });
  await enqueue(tx, "nifti.build", { niftiId: nifti.id }, `nifti.build:${nifti.id}`);
  return run.id;
}

export interface WaitingNifti {
  id: string;
  sourceSeriesId: string;
  ontoOrdinal: number | null;
  /** Unparsed code of content.ts. */
  content: string;
}

/** A given file that has no fate yet; null when it has one, or is none. */
export async function findWaitingNifti(db: Db, id: string): Promise<WaitingNifti | null> {
  return db.givenNifti.findFirst({
    where: { id, fate: null },
    select: { id: true, sourceSeriesId: true, ontoOrdinal: true, content: true },
  });
}

/** Locks a given file until the transaction ends. @returns false when another process gave it its fate */
export async function lockWaitingNifti(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT "id" FROM "GivenNifti" WHERE "id" = ${id}::uuid AND "fate" IS NULL FOR UPDATE`);
  return rows.length === 1;
}

/** Gives a locked file its fate, in the account of its delivery too. */
export async function settleNifti(
  tx: Tx,
  id: string,
  { fate, reason }: Extract<FileFate, { fate: "stored" | "duplicate" | "refused" }>,
  seriesId: string | null,
): Promise<void> {
  const { runId } = await tx.givenNifti.update({
    where: { id },
    data: { fate, reason, seriesId },
    select: { runId: true },
  });
  await tx.ingestRun.update({
    where: { id: runId },
    data: { waiting: { decrement: 1 }, [fate]: { increment: 1 } },
    select: { id: true },
  });
  await tx.ingestOutcome.create({ data: { runId, fate, reason, count: 1 }, select: { runId: true } });
}

/** What became of a given file, and who may know: its giver, at its site. */
export interface GivenNiftiRow {
  siteId: string | null;
  userId: string | null;
  fate: FileFate["fate"] | null;
  reason: string | null;
  seriesId: string | null;
}

export async function findGivenNifti(db: Db, id: string): Promise<GivenNiftiRow | null> {
  const row = await db.givenNifti.findUnique({
    where: { id },
    select: { fate: true, reason: true, seriesId: true, run: { select: { siteId: true, userId: true } } },
  });
  return row && { ...row.run, fate: row.fate, reason: row.reason, seriesId: row.seriesId };
}

/** Asks for the view object of a computed volume again. */
export async function enqueueRebuild(tx: Tx, volumeId: string): Promise<void> {
  await enqueue(tx, "nifti.rebuild", { volumeId }, `nifti.rebuild:${volumeId}`);
}

/** Forgets whose file became which series, for deliveries that began before; what they count stays. */
export async function forgetGivenNiftis(db: Db, before: Date): Promise<void> {
  await db.givenNifti.deleteMany({ where: { fate: { not: null }, run: { startedAt: { lt: before } } } });
}
