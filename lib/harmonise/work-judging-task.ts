import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { enqueue } from "@/lib/platform/queue";
import { judgeExams } from "./judge-exams";
import { advanceTask, findNextExams, lockTask } from "./judging-task-store";

/** Exams per transaction: short enough that nobody waits for a lock of it. */
const PART = 100;

/**
 * Judges the exams of a task anew, one part per transaction; begun again, it goes on where it was.
 * @throws AppError `forbidden`
 */
export async function workJudgingTask(actor: Actor, taskId: string): Promise<void> {
  requireCan(actor, "protocols.manage");
  for (;;) {
    const finished = await inTransaction(async (tx) => {
      const task = await lockTask(tx, taskId);
      if (task === null) return true;
      const ids = await findNextExams(tx, task, PART);
      const { changed } = await judgeExams(tx, ids);
      const cursor = ids.length < PART ? null : (ids.at(-1) ?? null);
      await advanceTask(tx, taskId, { exams: ids.length, changed, cursor });
      // What scanners are found to do rests on the verdicts.
      if (cursor === null) await enqueue(tx, "scanner.watch", {}, "scanner.watch");
      return cursor === null;
    });
    if (finished) return;
  }
}
