import type { Tx } from "@/lib/platform/db/client";
import { enqueue } from "@/lib/platform/queue";
import type { JudgingReason, JudgingSelection } from "./judging-task";
import { insertTask } from "./judging-task-store";

/**
 * Has exams judged (again) once the caller's transaction is committed: for a few, that have changed. An exam that waits
 * already is judged once.
 */
export async function queueExamJudging(tx: Tx, examIds: readonly string[]): Promise<void> {
  for (const examId of new Set(examIds)) await enqueue(tx, "exam.judge", { examId }, `exam.judge:${examId}`);
}

/**
 * Has many exams judged anew because a reference changed: in parts, with progress, once the caller's transaction is
 * committed. Exams that do not change keep their verdicts as they are.
 * @returns the id of the task, for its progress
 */
export async function queueRejudging(
  tx: Tx,
  task: { reason: JudgingReason; selection: JudgingSelection; createdById: string | null },
): Promise<string> {
  const taskId = await insertTask(tx, task);
  await enqueue(tx, "harmonise.rejudge", { taskId }, `harmonise.rejudge:${taskId}`);
  return taskId;
}
