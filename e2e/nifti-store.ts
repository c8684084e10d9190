import { randomInt } from "node:crypto";
import { gzipSync } from "node:zlib";
import { systemActor } from "@/lib/access/actor";
import { syntheticNifti } from "@/lib/imaging/testing/synthetic-nifti";
import { completeSeries } from "@/lib/ingest/complete-series";
import { ingestFiles } from "@/lib/ingest/ingest-files";
import { syntheticInstance } from "@/lib/ingest/testing/synthetic-instance";
import { db } from "@/lib/platform/db/client";

const SIZE = 24;
const SLICES = 8;
const MODEL = "NIfTI scanner";

/** A made-up exam at a site of the demonstration network, and NIfTI files for it. */
export async function makeNiftiExam(): Promise<{ seriesId: string; onGrid: string; aside: string }> {
  const mark = String(randomInt(1, 2 ** 31));
  async function* items() {
    for (let slice = 1; slice <= SLICES; slice++)
      yield {
        label: "",
        bytes: syntheticInstance({
          study: mark,
          serial: mark,
          patientId: `E2E-NIFTI-${mark}`,
          slice,
          size: SIZE,
          spacingMm: 4,
        }),
      };
  }
  const actor = systemActor("test");
  const { seriesIds } = await ingestFiles(actor, { items, door: "folder", siteCode: "LILLE" });
  const [seriesId] = seriesIds;
  if (!seriesId) throw new Error("nothing was stored");
  // Not left to the worker, which waits for more slices first.
  await completeSeries(actor, seriesId);
  await db().scanner.updateMany({
    where: { exams: { some: { series: { some: { id: seriesId } } } } },
    data: { label: MODEL },
  });
  return { seriesId, onGrid: mask(0), aside: mask(1) };
}

function mask(asideMm: number): string {
  const file = syntheticNifti({
    datatype: 2,
    sides: [SIZE, SIZE, SLICES],
    values: Array.from({ length: SIZE * SIZE * SLICES }, (_, i) => i % 3),
    sform: {
      code: 1,
      rows: [
        [-4, 0, 0, asideMm],
        [0, -4, 0, 0],
        [0, 0, 4, 4],
      ],
    },
  });
  return gzipSync(file).toString("base64");
}

/** Takes it all back, so that the other tests find the network as it was. */
export async function removeNiftiExam(): Promise<void> {
  const scanners = await db().scanner.findMany({ where: { label: MODEL }, select: { id: true } });
  const scannerIds = scanners.map(({ id }) => id);
  const exams = await db().exam.findMany({
    where: { scannerId: { in: scannerIds } },
    select: { subjectId: true },
  });
  await db().subject.deleteMany({ where: { id: { in: exams.map(({ subjectId }) => subjectId) } } });
  await db().scannerEpoch.deleteMany({ where: { scannerId: { in: scannerIds } } });
  await db().scanner.deleteMany({ where: { id: { in: scannerIds } } });
  await db().ingestRun.deleteMany({ where: { door: { in: ["nifti", "folder"] } } });
}
