import type { Db } from "@/lib/platform/db/client";
import { now } from "@/lib/platform/clock";
import type { RunCounts } from "./run-counts";

/** Opens the account of one run. @returns its id */
export async function openRun(db: Db, door: string, siteId: string | null): Promise<string> {
  const run = await db.ingestRun.create({ data: { door, siteId }, select: { id: true } });
  return run.id;
}

/** Writes a run's counts and closes it: a CHECK refuses counts that do not add up. */
export async function closeRun(db: Db, runId: string, counts: RunCounts): Promise<void> {
  const { received, stored, duplicate, quarantined, refused, outcomes } = counts;
  await db.$transaction([
    db.ingestOutcome.deleteMany({ where: { runId } }),
    db.ingestOutcome.createMany({ data: outcomes.map((outcome) => ({ runId, ...outcome })) }),
    db.ingestRun.update({
      where: { id: runId },
      data: { received, stored, duplicate, quarantined, refused, finishedAt: now() },
      select: { id: true },
    }),
  ]);
}
