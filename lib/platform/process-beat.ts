import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { db, Prisma, type Db } from "./db/client";
import { log } from "./log";

export const PROCESS_KINDS = ["web", "worker", "receiver", "command"] as const;
export type ProcessKind = (typeof PROCESS_KINDS)[number];

const BEAT_MS = 5_000;

/** A process of another machine that was not seen for so long is dead. */
export const SILENT_SECONDS = 60;

/** On one machine the process number tells at once; only a number that was given anew needs so long. */
const SILENT_HERE_SECONDS = 300;

/** A lock whose holder never beat: it died between its first job and its first beat. */
const UNKNOWN_HOLDER_SECONDS = 60;

/** A process's sign of life, until it is stopped. */
export interface Beat {
  /** Under which others see whether this process lives. */
  id: string;
  /** Writes the beat now, e.g. once the workers of this process are known. */
  beat(): Promise<void>;
  /** The process ends in order: its beat goes. */
  stop(): Promise<void>;
}

/**
 * Writes every few seconds that this process lives, and under which ids it holds jobs. Processes that hold jobs also
 * free those of the dead.
 */
export async function startBeat(kind: ProcessKind, workerIds: () => string[] = () => []): Promise<Beat> {
  const id = randomUUID();
  const beat = async () => {
    await writeBeat(db(), id, kind, workerIds());
    if (kind === "worker") await freeJobsOfTheDead(db(), id);
  };
  await beat();
  const timer = setInterval(() => {
    beat().catch((error: unknown) => {
      log.warn({ name: error instanceof Error ? error.name : "unknown" }, "beat failed");
    });
  }, BEAT_MS);
  timer.unref();
  return {
    id,
    beat,
    async stop() {
      clearInterval(timer);
      await db().processBeat.deleteMany({ where: { id } });
    },
  };
}

async function writeBeat(database: Db, id: string, kind: ProcessKind, workerIds: string[]): Promise<void> {
  await database.$executeRaw(Prisma.sql`
    INSERT INTO "ProcessBeat" ("id", "kind", "host", "pid", "workerIds", "seenAt")
    VALUES (${id}::uuid, ${kind}, ${hostname()}, ${process.pid}::int, ${workerIds}::text[], now())
    ON CONFLICT ("id") DO UPDATE SET "workerIds" = EXCLUDED."workerIds", "seenAt" = now()`);
}

/** A process that wrote a beat and did not end in order. */
export interface BeatRow {
  id: string;
  kind: string;
  host: string;
  pid: number;
  workerIds: string[];
  /** By the database's clock. */
  silentSeconds: number;
  startedAt: Date;
}

/** Every beat there is, with whether its process lives. */
export async function readBeats(database: Db, own: string | null): Promise<(BeatRow & { dead: boolean })[]> {
  const rows = await database.$queryRaw<BeatRow[]>(Prisma.sql`
    SELECT "id", "kind", "host", "pid", "workerIds", "startedAt",
      extract(epoch FROM now() - "seenAt")::float8 AS "silentSeconds"
    FROM "ProcessBeat" ORDER BY "startedAt"`);
  return rows.map((row) => ({ ...row, dead: row.id !== own && isDead(row) }));
}

function isDead({ host, pid, silentSeconds }: BeatRow): boolean {
  if (host !== hostname()) return silentSeconds > SILENT_SECONDS;
  // A container that starts again has the name and number of the one that died.
  if (pid === process.pid) return silentSeconds > (2 * BEAT_MS) / 1000;
  return silentSeconds > SILENT_HERE_SECONDS || !isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Unlocks the jobs of processes that died, so that they are done now and not when the queue's own limit of hours is
 * over. A dead process stays in the list, for the alarms, until another of its kind has taken its place.
 */
export async function freeJobsOfTheDead(database: Db, own: string | null): Promise<void> {
  const beats = await readBeats(database, own);
  const dead = beats.filter((row) => row.dead);
  const known = beats.flatMap(({ workerIds }) => workerIds);
  const unknown = await database.$queryRaw<{ holder: string }[]>(Prisma.sql`
    SELECT DISTINCT locked_by AS holder FROM graphile_worker.jobs
    WHERE locked_by IS NOT NULL AND NOT locked_by = ANY(${known}::text[])
      AND locked_at < now() - make_interval(secs => ${UNKNOWN_HOLDER_SECONDS}::float8)`);
  const holders = [...dead.flatMap(({ workerIds }) => workerIds), ...unknown.map(({ holder }) => holder)];
  if (holders.length > 0)
    await database.$queryRaw(
      Prisma.sql`SELECT graphile_worker.force_unlock_workers(${holders}::text[])::text`,
    );
  const replaced = dead.filter(
    ({ kind, startedAt }) =>
      kind === "command" || beats.some((row) => !row.dead && row.kind === kind && row.startedAt > startedAt),
  );
  if (replaced.length > 0)
    await database.processBeat.deleteMany({ where: { id: { in: replaced.map(({ id }) => id) } } });
}
