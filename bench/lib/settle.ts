import { randomUUID } from "node:crypto";
import { systemActor } from "@/lib/access/actor";
import { closeRun } from "@/lib/ingest/close-run";
import { openRun } from "@/lib/ingest/open-run";
import { receiveObject } from "@/lib/ingest/receive-object";
import { settleSpool } from "@/lib/ingest/settle-spool";
import { db, Prisma } from "@/lib/platform/db/client";

const actor = systemActor("bench");

/** Receives and settles `count` new instances, one sender. @returns milliseconds */
export async function settleMilliseconds(
  count: number,
  make: (index: number) => Uint8Array,
  from: number,
): Promise<number> {
  const files = Array.from({ length: count }, (_, index) => make(from + index));
  const started = performance.now();
  const run = await openRun(actor, { door: "c-store", siteCode: "LOCAL" });
  for (const content of files) await receiveObject(actor, run, { content });
  await closeRun(actor, run);
  await settleSpool(actor, { run });
  return performance.now() - started;
}

/** Rows of instances that were stored earlier, `perSeries` to a series of their own, without bytes. */
export async function fill(count: number, perSeries: number): Promise<void> {
  const exam = await db().exam.findFirstOrThrow({ select: { id: true } });
  const salt = randomUUID();
  await db().$executeRaw(Prisma.sql`
    WITH series AS (
      INSERT INTO "Series" ("id", "examId", "seriesInstanceUid", "sopClassUid", "state", "hasPixels")
      SELECT gen_random_uuid(), ${exam.id}::uuid, ${salt} || n, '1.2.840.10008.5.1.4.1.1.4', 'complete', true
      FROM generate_series(1, ceil(${count}::float8 / ${perSeries}::int)::int) n
      RETURNING "id"
    )
    INSERT INTO "Instance" ("uidHash", "seriesId", "digest", "objectSha256", "byteCount")
    SELECT decode(md5(${salt} || "id" || k), 'hex'), "id", sha256(decode(md5("id"::text || k), 'hex')),
      sha256(decode(md5("id"::text || k || 'o'), 'hex')), 131072
    FROM series, generate_series(1, ${perSeries}::int) k`);
  await db().$executeRaw`ANALYZE`;
}
