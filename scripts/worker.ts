import { setTimeout } from "node:timers/promises";
import { systemActor } from "@/lib/access/actor";
import { settleSpool } from "@/lib/ingest/settle-spool";
import { closeDb } from "@/lib/platform/db/client";
import { log } from "@/lib/platform/log";
import { workQueue } from "@/lib/platform/queue";
import { jobHandlers } from "./job-handlers";

/** How often the spool is looked at while nothing waits, and after a failure (a full disk, a lost database). */
const IDLE_MS = 250;
const FAILED_MS = 5_000;

/**
 * The worker process: gives received objects their fate and does jobs, one at a time, until it is told to stop.
 * Re-reading of stored objects and measuring take turns of their own: no series waits for them.
 */
async function main(): Promise<void> {
  const stopping = new AbortController();
  const {
    "fixity.check": fixity,
    "series.measure": measure,
    "qc.compare": compare,
    ...handlers
  } = jobHandlers;
  const queues = [
    await workQueue(handlers, 1),
    await workQueue({ "fixity.check": fixity }, 1),
    await workQueue({ "series.measure": measure, "qc.compare": compare }, 1),
  ];
  const settling = settle(stopping.signal);
  log.info("worker is ready");
  const stop = () => {
    stopping.abort();
    for (const queue of queues) void queue.stop();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  await Promise.all([...queues.map(({ ended }) => ended), settling]);
  await closeDb();
}

async function settle(signal: AbortSignal): Promise<void> {
  const actor = systemActor("settle");
  while (!signal.aborted) {
    let pauseMs = IDLE_MS;
    try {
      await settleSpool(actor, { signal });
    } catch (error) {
      log.error({ name: error instanceof Error ? error.name : "unknown" }, "settling failed; tried again");
      pauseMs = FAILED_MS;
    }
    await setTimeout(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

main().catch((error: unknown) => {
  log.error({ name: error instanceof Error ? error.name : "unknown" }, "worker stopped");
  process.exitCode = 1;
});
