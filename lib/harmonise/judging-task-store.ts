import { now } from "@/lib/platform/clock";
import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import {
  JUDGING_REASONS,
  type JudgingReason,
  type JudgingSelection,
  judgingSelectionSchema,
  type JudgingTaskView,
} from "./judging-task";
import { z } from "zod";

const SELECT = {
  id: true,
  reason: true,
  selection: true,
  done: true,
  total: true,
  changed: true,
  createdAt: true,
  finishedAt: true,
} as const;

const taskSchema = z.object({ reason: z.enum(JUDGING_REASONS), selection: judgingSelectionSchema });

/** A task in hand, with where it is. */
export interface OpenTask {
  id: string;
  selection: JudgingSelection;
  cursor: string | null;
}

/** Writes down which exams are to be judged anew. */
export async function insertTask(
  tx: Tx,
  task: { reason: JudgingReason; selection: JudgingSelection; createdById: string | null },
): Promise<string> {
  const where = selectedExamSql(task.selection);
  const [counted] = await tx.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS "total" FROM "Exam" e WHERE ${where}`;
  const { id } = await tx.judgingTask.create({
    data: { ...task, total: counted?.total ?? 0 },
    select: { id: true },
  });
  return id;
}

/** The task for this transaction alone; null when it is finished or was never there. */
export async function lockTask(tx: Tx, id: string): Promise<OpenTask | null> {
  await tx.$queryRaw`SELECT 1 FROM "JudgingTask" WHERE "id" = ${id}::uuid FOR UPDATE`;
  return findOpenTask(tx, id);
}

/** A task; null when it is finished or was never there. */
export async function findOpenTask(db: Db | Tx, id: string): Promise<OpenTask | null> {
  const row = await db.judgingTask.findFirst({
    where: { id, finishedAt: null },
    select: { id: true, selection: true, cursor: true },
  });
  return row && { ...row, selection: judgingSelectionSchema.parse(row.selection) };
}

/** Ids of the next exams of a task, in the order of ids. */
export async function findNextExams(
  tx: Tx,
  { selection, cursor }: OpenTask,
  most: number,
): Promise<string[]> {
  const after = cursor === null ? Prisma.sql`TRUE` : Prisma.sql`e."id" > ${cursor}::uuid`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT e."id" FROM "Exam" e WHERE ${after} AND ${selectedExamSql(selection)} ORDER BY e."id" LIMIT ${most}`;
  return rows.map(({ id }) => id);
}

/** Counts what a part of a task did; without a cursor it is finished. */
export async function advanceTask(
  tx: Tx,
  id: string,
  { exams, changed, cursor }: { exams: number; changed: number; cursor: string | null },
): Promise<void> {
  await tx.judgingTask.update({
    where: { id },
    data: {
      done: { increment: exams },
      changed: { increment: changed },
      ...(cursor === null ? { finishedAt: now() } : { cursor }),
    },
    select: { id: true },
  });
}

/** Tasks in hand, and those finished last; newest first. */
export async function findTasks(db: Db | Tx, finished: number): Promise<JudgingTaskView[]> {
  const [open, done] = [
    await db.judgingTask.findMany({
      where: { finishedAt: null },
      orderBy: { createdAt: "desc" },
      select: SELECT,
    }),
    await db.judgingTask.findMany({
      where: { finishedAt: { not: null } },
      orderBy: { finishedAt: "desc" },
      take: finished,
      select: SELECT,
    }),
  ];
  return [...open, ...done].map((row) => ({ ...row, ...taskSchema.parse(row) }));
}

/** The condition on the exam `e` that a selection is. */
export function selectedExamSql(selection: JudgingSelection): Prisma.Sql {
  switch (selection.by) {
    case "all":
      return Prisma.sql`TRUE`;
    case "scanner":
      return Prisma.sql`e."scannerId" = ${selection.scannerId}::uuid`;
    case "acquired": {
      const from = selection.from ?? "-infinity";
      const until = selection.until ?? "infinity";
      return Prisma.sql`EXISTS (SELECT 1 FROM "ExamClock" c WHERE c."examId" = e."id"
        AND c."acquiredAt" >= ${from}::timestamp AT TIME ZONE 'UTC'
        AND c."acquiredAt" < ${until}::timestamp AT TIME ZONE 'UTC')`;
    }
    case "protocol": {
      const { protocolId } = selection;
      // Patterns are compared word by word when an exam is judged: here they only say that any exam may be meant.
      return Prisma.sql`(
        EXISTS (SELECT 1 FROM "ExamProtocol" p JOIN "ProtocolVersion" v ON v."id" = p."protocolVersionId"
          WHERE p."examId" = e."id" AND v."protocolId" = ${protocolId}::uuid)
        OR EXISTS (SELECT 1 FROM "ExamProtocolChoice" h
          WHERE h."examId" = e."id" AND h."protocolId" = ${protocolId}::uuid)
        OR EXISTS (SELECT 1 FROM "AssignmentRule" r JOIN "AssignmentRuleProtocol" a ON a."ruleId" = r."id"
          WHERE a."protocolId" = ${protocolId}::uuid AND (r."kind" <> 'project' OR EXISTS (
            SELECT 1 FROM "ExamProject" x WHERE x."examId" = e."id" AND x."projectId" = r."projectId"))))`;
    }
  }
}
