import { writeSync } from "node:fs";
import { z } from "zod";
import { dieAt, installCrashPoints, step, stepsPassed } from "./crash-points";

/**
 * A process that receives and settles until it is killed. Argument: JSON of `jobSchema`. Prints "ack <slice>" for each
 * acknowledged instance and "steps <n>" when it came to its end.
 */
const jobSchema = z.object({
  /** Dies at this step; 0 never. */
  dieAt: z.int(),
  study: z.string(),
  slices: z.array(z.int()),
});

const job = jobSchema.parse(JSON.parse(process.argv[2] ?? "{}"));
await installCrashPoints();
const { systemActor } = await import("@/lib/access/actor");
const { closeRun } = await import("../close-run");
const { openRun } = await import("../open-run");
const { receiveObject } = await import("../receive-object");
const { settleSpool } = await import("../settle-spool");
const { closeDb } = await import("@/lib/platform/db/client");
const { syntheticInstance } = await import("./synthetic-instance");

const actor = systemActor("crash-test");
const run = await openRun(actor, { door: "c-store", siteCode: "LOCAL" });
if (job.dieAt > 0) dieAt(job.dieAt);

async function send(slices: readonly number[]): Promise<void> {
  for (const slice of slices) {
    const content = syntheticInstance({ study: job.study, patientId: `CRASH${job.study}`, slice });
    await receiveObject(actor, run, { content });
    step();
    writeSync(1, `ack ${slice}\n`);
    step();
  }
}

// Two senders side by side, while fates are already decided.
const half = Math.ceil(job.slices.length / 2);
await Promise.all([send(job.slices.slice(0, half)), send(job.slices.slice(half))]);
await settleSpool(actor);
await closeRun(actor, run);
writeSync(1, `steps ${stepsPassed()}\n`);
await closeDb();
