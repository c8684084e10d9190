import { enqueueCompletion } from "@/lib/catalogue/register-instances-store";
import { db, inTransaction, Prisma } from "@/lib/platform/db/client";

/** A job about a series that failed as often as it may. @returns its id */
export async function abandonedJob(seriesId: string): Promise<string> {
  await inTransaction((tx) => enqueueCompletion(tx, seriesId, 0));
  const [job] = await db().$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT id::text AS id FROM graphile_worker.jobs WHERE key = ${`series.complete:${seriesId}`}`);
  const id = job?.id ?? "";
  await db().$queryRaw(Prisma.sql`
    SELECT id FROM graphile_worker.permanently_fail_jobs(ARRAY[${id}::bigint], 'RangeError')`);
  return id;
}

/** How the job of a series stands; null when there is none. */
export async function jobOf(seriesId: string): Promise<{ attempts: number; locked: boolean } | null> {
  const [job] = await db().$queryRaw<{ attempts: number; locked: boolean }[]>(Prisma.sql`
    SELECT attempts::int AS attempts, locked_at IS NOT NULL AS locked FROM graphile_worker.jobs
    WHERE key = ${`series.complete:${seriesId}`}`);
  return job ?? null;
}
