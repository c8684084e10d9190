import { randomInt } from "node:crypto";
import { systemActor } from "@/lib/access/actor";
import { openRun } from "@/lib/ingest/open-run";
import { receiveObject } from "@/lib/ingest/receive-object";
import { syntheticInstance } from "@/lib/ingest/testing/synthetic-instance";
import { db } from "@/lib/platform/db/client";

/** Gives slices of a made-up exam whose scanner nobody knows and whose header tells no field strength. */
export async function giveUnknownScanner({ files }: { files: number }): Promise<{ runId: string }> {
  const actor = systemActor("e2e");
  const run = await openRun(actor, { door: "folder", siteCode: "LILLE" });
  const mark = String(randomInt(1, 2 ** 31));
  for (let slice = 1; slice <= files; slice++)
    await receiveObject(actor, run, {
      content: syntheticInstance({ slice, study: mark, serial: mark, patientId: `E2E-${mark}`, field: "" }),
    });
  return { runId: run.id };
}

/** The account of a delivery as it stands. */
export async function accountOf({ runId }: { runId: string }) {
  return db().ingestRun.findUniqueOrThrow({
    where: { id: runId },
    select: { received: true, waiting: true, stored: true, quarantined: true },
  });
}

/** Takes back what the test added, so that the other tests find the network as it was. */
export async function removeScanner({ label, runId }: { label: string; runId: string }): Promise<void> {
  const scanners = { scanner: { label } };
  await db().subject.deleteMany({ where: { exams: { some: scanners } } });
  await db().scannerEpoch.deleteMany({ where: scanners });
  await db().scanner.deleteMany({ where: { label } });
  await db().ingestRun.deleteMany({ where: { id: runId } });
}
