import { Logger, makeWorkerUtils, run, runOnce, type Runner, type TaskList } from "graphile-worker";
import { z } from "zod";
import { Prisma, type Tx } from "./db/client";
import { env } from "./env";
import { log } from "./log";

/** Every job there is, with the schema of its payload. */
export const JOB_PAYLOADS = {
  /** All instances of a series have come: make its volumes, role, view objects and thumbnail. */
  "series.complete": z.object({ seriesId: z.uuid() }),
  /** An archive was uploaded: take its members out. */
  "ingest.expand": z.object({ archiveId: z.uuid() }),
} as const;

export type JobName = keyof typeof JOB_PAYLOADS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOB_PAYLOADS)[N]>;
export type JobHandlers = { [N in JobName]: (payload: JobPayload<N>) => Promise<void> };

const MAX_ATTEMPTS = 5;
/** Jobs that must outlive a full disk: about three days of growing pauses. */
const PATIENT_ATTEMPTS: Partial<Record<JobName, number>> = { "ingest.expand": 25 };

/**
 * Adds a job in the caller's transaction: it exists if and only if the rows that it is about do. Jobs with the same
 * `key` are one job until it starts; the latest call says when.
 */
export async function enqueue<N extends JobName>(
  tx: Tx,
  name: N,
  payload: JobPayload<N>,
  key: string,
  delaySeconds = 0,
): Promise<void> {
  const checked = JSON.stringify(JOB_PAYLOADS[name].parse(payload));
  await tx.$executeRaw(
    Prisma.sql`SELECT graphile_worker.add_job(${name}::text, ${checked}::json, job_key => ${key}::text, run_at => now() + make_interval(secs => ${delaySeconds}::float8), max_attempts => ${PATIENT_ATTEMPTS[name] ?? MAX_ATTEMPTS}::int)`,
  );
}

/** Creates or upgrades the queue's own tables (schema `graphile_worker`). */
export async function migrateQueue(): Promise<void> {
  const utils = await makeWorkerUtils({ connectionString: env().databaseUrl, logger: quiet() });
  try {
    await utils.migrate();
  } finally {
    await utils.release();
  }
}

/** Works the queue until it is stopped. */
export function workQueue(handlers: JobHandlers, concurrency: number): Promise<Runner> {
  return run({
    connectionString: env().databaseUrl,
    concurrency,
    noHandleSignals: true,
    // The embedded database serves all clients with one backend: a statement prepared twice is an error there.
    noPreparedStatements: true,
    pollInterval: 1000,
    taskList: taskList(handlers),
    logger: quiet(),
  });
}

/** Works the queue until it holds nothing that has a handler here. Safe beside a running worker: a job is taken by one of them. */
export async function drainQueue(handlers: Partial<JobHandlers>): Promise<void> {
  await runOnce({
    connectionString: env().databaseUrl,
    concurrency: 1,
    noHandleSignals: true,
    // The embedded database serves all clients with one backend: a statement prepared twice is an error there.
    noPreparedStatements: true,
    taskList: taskList(handlers),
    logger: quiet(),
  });
}

function taskList(handlers: Partial<JobHandlers>): TaskList {
  const tasks: TaskList = {};
  const add = <N extends JobName>(name: N, handle: JobHandlers[N] | undefined) => {
    if (handle) tasks[name] = async (payload) => handle(JOB_PAYLOADS[name].parse(payload) as JobPayload<N>);
  };
  add("series.complete", handlers["series.complete"]);
  add("ingest.expand", handlers["ingest.expand"]);
  return tasks;
}

/** The queue's own log repeats errors with their messages; ours names the kind only. */
function quiet() {
  return new Logger(() => (level, _message, meta) => {
    if (level === "error") log.error({ queue: typeof meta?.["jobId"] }, "job failed");
  });
}
