import type { InstanceName } from "@/lib/catalogue/instance-key";
import type { Db, Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";

/** Series of exams that belong to a subject, in a fixed order. */
export async function findSeriesToRewrite(
  db: Db,
  examIds: readonly string[],
  subjectId: string,
): Promise<string[]> {
  const rows = await db.series.findMany({
    where: { exam: { id: { in: [...examIds] }, subjectId } },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Names of a series' instances. */
export async function findInstancesToRewrite(db: Db, seriesId: string): Promise<InstanceRow[]> {
  return db.instance.findMany({
    where: { seriesId },
    orderBy: { uidHash: "asc" },
    select: { uidHash: true, objectSha256: true, byteCount: true },
  });
}

export interface InstanceRow extends InstanceName {
  uidHash: Uint8Array<ArrayBuffer>;
  byteCount: number;
}

/** Points the rows of a series at their rewritten objects, all or none. @throws AppError `conflict` */
export async function pointAtObjects(
  tx: Tx,
  seriesId: string,
  rewritten: readonly { before: InstanceRow; objectSha256: Uint8Array<ArrayBuffer>; byteCount: number }[],
): Promise<void> {
  let added = 0;
  for (const { before, objectSha256, byteCount } of rewritten) {
    const { uidHash } = before;
    const was = before.objectSha256 && new Uint8Array(before.objectSha256);
    const { count } = await tx.instance.updateMany({
      where: { uidHash, objectSha256: was },
      data: { objectSha256, byteCount },
    });
    if (count !== 1) throw new AppError("conflict", "an instance changed meanwhile");
    added += byteCount - before.byteCount;
  }
  if (added !== 0)
    await tx.series.update({
      where: { id: seriesId },
      data: { byteCount: { increment: added } },
      select: { id: true },
    });
}

/** Says how far a merge or split has come. */
export async function noteProgress(
  db: Db,
  mergeId: string,
  progress: { seriesDone: number; seriesTotal?: number; state?: "running" | "splitting" | "failed" },
): Promise<void> {
  await db.subjectMerge.update({ where: { id: mergeId }, data: progress, select: { id: true } });
}

/** A merge is done, or split, and nothing of it waits. */
export async function markFinished(
  tx: Tx,
  mergeId: string,
  state: "done" | "split",
  finishedAt: Date,
): Promise<void> {
  await tx.subjectMerge.update({
    where: { id: mergeId },
    data: { state, finishedAt },
    select: { id: true },
  });
}
