import { now } from "@/lib/platform/clock";
import type { Db, Tx } from "@/lib/platform/db/client";
import { type HeldSelection, heldSelectionSchema } from "./held-selection";

export type TaskKind = "release" | "erase";

/** A decision about many files that is being carried out. */
export interface QuarantineTask {
  id: string;
  siteId: string;
  kind: TaskKind;
  selection: HeldSelection;
  done: number;
  total: number;
  createdAt: Date;
}

const SELECT = {
  id: true,
  siteId: true,
  kind: true,
  selection: true,
  done: true,
  total: true,
  createdAt: true,
} as const;

export async function insertTask(
  tx: Tx,
  task: Pick<QuarantineTask, "siteId" | "kind" | "selection" | "total"> & { decidedById: string | null },
): Promise<string> {
  const { id } = await tx.quarantineTask.create({ data: task, select: { id: true } });
  return id;
}

/** The task for this transaction alone; null when it is finished or was never there. */
export async function lockTask(tx: Tx, id: string): Promise<QuarantineTask | null> {
  await tx.$queryRaw`SELECT 1 FROM "QuarantineTask" WHERE "id" = ${id}::uuid FOR UPDATE`;
  const row = await tx.quarantineTask.findFirst({ where: { id, finishedAt: null }, select: SELECT });
  return row && { ...row, selection: heldSelectionSchema.parse(row.selection) };
}

/** Counts what a part of it did. */
export async function advanceTask(tx: Tx, id: string, files: number, finished: boolean): Promise<void> {
  await tx.quarantineTask.update({
    where: { id },
    data: { done: { increment: files }, ...(finished && { finishedAt: now() }) },
    select: { id: true },
  });
}

/** Decisions that are still being carried out, oldest first. `sites` is null for every site. */
export async function findOpenTasks(db: Db | Tx, sites: readonly string[] | null) {
  return db.quarantineTask.findMany({
    where: { finishedAt: null, ...(sites === null ? {} : { siteId: { in: [...sites] } }) },
    orderBy: { createdAt: "asc" },
    select: { id: true, kind: true, done: true, total: true, site: { select: { name: true } } },
  });
}
