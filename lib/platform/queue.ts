import { EventEmitter } from "node:events";
import { Logger, makeWorkerUtils, parseCronItems, run, runOnce, type TaskList } from "graphile-worker";
import { z } from "zod";
import { Prisma, type Tx } from "./db/client";
import { env } from "./env";
import { AppError } from "./errors";
import { log } from "./log";
import { type Beat, type ProcessKind, startBeat } from "./process-beat";

/** Every job there is, with the schema of its payload. */
export const JOB_PAYLOADS = {
  /** All instances of a series have come: make its volumes, role, view objects and thumbnail. */
  "series.complete": z.object({ seriesId: z.uuid() }),
  /** Close deliveries whose process died. */
  "ingest.close-abandoned": z.object({}),
  /** A series has its volumes: measure the image quality of the main one. */
  "series.measure": z.object({ seriesId: z.uuid() }),
  /** Say which newly measured series are outliers in their group. */
  "qc.compare": z.object({}),
  /** An archive was uploaded: take its members out. */
  "ingest.expand": z.object({ archiveId: z.uuid() }),
  /** A NIfTI file was given to a series: make a volume of it. */
  "nifti.build": z.object({ niftiId: z.uuid() }),
  /** The view object of a computed volume is gone: make it again from its NIfTI file. */
  "nifti.rebuild": z.object({ volumeId: z.uuid() }),
  /** Erase held files that nobody decided about in time. */
  "quarantine.expire": z.object({}),
  /** Carry out a decision about many held files, in parts. */
  "quarantine.work": z.object({ taskId: z.uuid() }),
  /** Re-hash the next part of all stored objects. */
  "fixity.check": z.object({}),
  /** Look at every scanner for what moved. */
  "scanner.watch": z.object({}),
  /** Rows of a merged (or split) subject have moved: rewrite their objects. */
  "subject.merge": z.object({ mergeId: z.uuid() }),
  /** Something of an exam has changed: judge it by its protocols. */
  "exam.judge": z.object({ examId: z.uuid() }),
  /** A reference has changed: judge many exams anew, in parts. */
  "harmonise.rejudge": z.object({ taskId: z.uuid() }),
  /** Corrections of roles have changed: bring the series of a scanner and description in line. */
  "roles.settle": z.object({ scannerId: z.uuid(), description: z.string().max(4000) }),
} as const;

export type JobName = keyof typeof JOB_PAYLOADS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOB_PAYLOADS)[N]>;
export type JobHandlers = { [N in JobName]: (payload: JobPayload<N>) => Promise<void> };

const MAX_ATTEMPTS = 5;
/** Jobs that must outlive a full disk: about three days of growing pauses. */
const PATIENT_ATTEMPTS: Partial<Record<JobName, number>> = { "ingest.expand": 25, "nifti.build": 25 };

/** Jobs that come again by themselves, on the clock; `everySeconds` is a number of whole minutes that divides a day. */
const PERIODIC: readonly { name: JobName; everySeconds: number }[] = [
  { name: "quarantine.expire", everySeconds: 3600 },
  { name: "fixity.check", everySeconds: 60 },
  { name: "scanner.watch", everySeconds: 24 * 3600 },
  { name: "ingest.close-abandoned", everySeconds: 60 },
  { name: "qc.compare", everySeconds: 60 },
];

/** How often a periodic job comes. */
export function periodSeconds(name: JobName): number {
  return PERIODIC.find((item) => item.name === name)?.everySeconds ?? Number.POSITIVE_INFINITY;
}

/** The queue looks at its clock once a minute, whichever worker does it; a job that still waits is not added twice. */
function periodicItems() {
  return parseCronItems(
    PERIODIC.map(({ name, everySeconds }) => ({
      task: name,
      identifier: name,
      match: ({ hour, min }: { hour: number; min: number }) => ((hour * 60 + min) * 60) % everySeconds === 0,
      options: { backfillPeriod: 0, maxAttempts: MAX_ATTEMPTS, jobKey: name },
    })),
  );
}

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

/** A queue at work. */
export interface QueueWork {
  /** Ends the work once the jobs in hand are done. */
  stop(): Promise<void>;
  /** Settles when the work has ended. */
  ended: Promise<void>;
}

/** Works the queue for these handlers until it is stopped; jobs that a process held when it died are taken up first. */
export async function workQueue(handlers: Partial<JobHandlers>, concurrency: number): Promise<QueueWork> {
  const holder = await jobHolder("worker");
  const runner = await run({
    connectionString: env().databaseUrl,
    concurrency,
    noHandleSignals: true,
    // The embedded database serves all clients with one backend: a statement prepared twice is an error there.
    noPreparedStatements: true,
    pollInterval: 1000,
    taskList: taskList(handlers),
    parsedCronItems: periodicItems(),
    events: holder.events,
    logger: quiet(),
  });
  const ended = runner.promise.finally(() => holder.beat.stop());
  return {
    async stop() {
      await runner.stop();
      await ended;
    },
    ended,
  };
}

/** Works the queue until nothing is left for these handlers. Safe beside a running worker: a job is taken by one of them. */
export async function drainQueue(handlers: Partial<JobHandlers>): Promise<void> {
  const holder = await jobHolder("command");
  try {
    await runOnce({
      connectionString: env().databaseUrl,
      concurrency: 1,
      noHandleSignals: true,
      // The embedded database serves all clients with one backend: a statement prepared twice is an error there.
      noPreparedStatements: true,
      taskList: taskList(handlers),
      events: holder.events,
      logger: quiet(),
    });
  } finally {
    await holder.beat.stop();
  }
}

/** A sign of life that names the workers of this process: others must know whose locks they may break. */
async function jobHolder(kind: ProcessKind): Promise<{ events: EventEmitter; beat: Beat }> {
  const ids: string[] = [];
  const beat = await startBeat(kind, () => ids);
  const events = new EventEmitter();
  events.on("worker:create", ({ worker }: { worker: { workerId: string } }) => {
    ids.push(worker.workerId);
    beat.beat().catch(() => undefined);
  });
  return { events, beat };
}

function taskList(handlers: Partial<JobHandlers>): TaskList {
  const names = Object.keys(handlers) as JobName[];
  return Object.fromEntries(names.map((name) => [name, (payload: unknown) => work(handlers, name, payload)]));
}

async function work<N extends JobName>(
  handlers: Partial<JobHandlers>,
  name: N,
  payload: unknown,
): Promise<void> {
  try {
    await handlers[name]?.(JOB_PAYLOADS[name].parse(payload) as JobPayload<N>);
  } catch (error) {
    // The queue keeps the message of the last error; one may quote a header, so it gets the kind alone.
    throw new Error(errorKind(error));
  }
}

function errorKind(error: unknown): string {
  return error instanceof AppError ? error.code : error instanceof Error ? error.name : "unknown";
}

/** The queue's own log repeats errors with their messages; ours names the kind only. */
function quiet() {
  return new Logger(() => (level, _message, meta) => {
    if (level === "error") log.error({ queue: typeof meta?.["jobId"] }, "job failed");
  });
}
