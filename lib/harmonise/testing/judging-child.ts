import { systemActor } from "@/lib/access/actor";
import { workJudgingTask } from "@/lib/harmonise/work-judging-task";

// A process that works one judging task until it is killed.
await workJudgingTask(systemActor("test"), process.argv[2] ?? "");
process.exit(0);
