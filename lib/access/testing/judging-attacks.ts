import { randomUUID } from "node:crypto";
import { judgeArrivedExam } from "@/lib/harmonise/judge-arrived-exam";
import { listJudgingTasks } from "@/lib/harmonise/list-judging-tasks";
import { workJudgingTask } from "@/lib/harmonise/work-judging-task";
import type { Actor } from "../actor";

/** Verbs about what judges the whole network: the right must be for every site. */
export const JUDGING_OF_THE_NETWORK: Record<string, (actor: Actor) => Promise<unknown>> = {
  "lib/harmonise/judge-arrived-exam.ts": (actor) => judgeArrivedExam(actor, randomUUID()),
  "lib/harmonise/list-judging-tasks.ts": (actor) => listJudgingTasks(actor),
  "lib/harmonise/work-judging-task.ts": (actor) => workJudgingTask(actor, randomUUID()),
};
