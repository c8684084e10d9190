import { closeDb } from "@/lib/platform/db/client";
import { log } from "@/lib/platform/log";
import { workQueue } from "@/lib/platform/queue";
import { jobHandlers } from "./job-handlers";

/** The worker process: does jobs, one at a time, until it is told to stop. */
async function main(): Promise<void> {
  const runner = await workQueue(jobHandlers, 1);
  log.info("worker is ready");
  const stop = () => void runner.stop();
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  await runner.promise;
  await closeDb();
}

main().catch((error: unknown) => {
  log.error({ name: error instanceof Error ? error.name : "unknown" }, "worker stopped");
  process.exitCode = 1;
});
