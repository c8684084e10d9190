import { randomInt } from "node:crypto";
import { syntheticInstance } from "@/lib/ingest/testing/synthetic-instance";
import { db } from "@/lib/platform/db/client";

/** Slices of a made-up exam, in base64. */
export async function makeSlices({ count }: { count: number }): Promise<string[]> {
  const mark = String(randomInt(1, 2 ** 31));
  return Array.from({ length: count }, (_, index) => {
    const slice = { study: mark, serial: mark, patientId: `E2E-${mark}`, slice: index + 1 };
    return Buffer.from(syntheticInstance(slice)).toString("base64");
  });
}

/** Takes back what was uploaded, so that the other tests find the network as it was. */
export async function removeUploads(): Promise<void> {
  const runs = await db().ingestRun.findMany({ where: { door: "upload" }, select: { id: true } });
  const runIds = runs.map(({ id }) => id);
  const fates = await db().ingestFate.findMany({ where: { runId: { in: runIds }, seriesId: { not: null } } });
  const seriesIds = fates.flatMap(({ seriesId }) => seriesId ?? []);
  const exams = await db().exam.findMany({
    where: { series: { some: { id: { in: seriesIds } } } },
    select: { subjectId: true, scannerId: true },
  });
  const scannerIds = exams.map(({ scannerId }) => scannerId);
  await db().subject.deleteMany({ where: { id: { in: exams.map(({ subjectId }) => subjectId) } } });
  await db().scannerEpoch.deleteMany({ where: { scannerId: { in: scannerIds } } });
  await db().scanner.deleteMany({ where: { id: { in: scannerIds }, exams: { none: {} } } });
  await db().ingestRun.deleteMany({ where: { id: { in: runIds } } });
}
