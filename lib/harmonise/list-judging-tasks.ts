import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import type { JudgingTaskView } from "./judging-task";
import { findTasks } from "./judging-task-store";

/** How many finished tasks are listed. */
const FINISHED = 5;

/**
 * What is being judged anew and how far it is, and what was last.
 * @throws AppError `forbidden` without the right to write protocols
 */
export async function listJudgingTasks(actor: Actor): Promise<JudgingTaskView[]> {
  requireCan(actor, "protocols.manage");
  return inTransaction(async (tx) => {
    const tasks = await findTasks(tx, FINISHED);
    await audit(tx, actor, { type: "judging-tasks.listed", detail: { shown: tasks.length } });
    return tasks;
  });
}
