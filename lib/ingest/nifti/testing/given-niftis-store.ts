import { afterAll, beforeAll, beforeEach } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { holding, writePerson } from "@/lib/access/testing/two-sites-store";
import { decodeHtj2k } from "@/lib/imaging/htj2k";
import { frameByteRange, type VolumeManifest, volumeManifestSchema } from "@/lib/imaging/manifest";
import { inPieces, type SyntheticNifti, syntheticNifti } from "@/lib/imaging/testing/synthetic-nifti";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { drainQueue, migrateQueue } from "@/lib/platform/queue";
import { objectStore } from "@/lib/platform/store";
import { completeSeries } from "../../complete-series";
import { ingestFiles } from "../../ingest-files";
import { checkCatalogue } from "../../operations/check-catalogue";
import { syntheticInstance } from "../../testing/synthetic-instance";
import { attachNifti } from "../attach-nifti";
import { buildNifti } from "../build-nifti";
import type { NiftiContent } from "../content";
import { readNiftiFate } from "../read-nifti-fate";
import { rebuildNifti } from "../rebuild-nifti";

export const system = systemActor("test");
export const SLICES = 5;
export const SIZE = 16;
let study = 900;

/** Who gives, and a series of the running test's own exam with the slices that it was made of. */
export const own = { manager: systemActor("nobody"), seriesId: "", slices: [] as Uint8Array[] };

/** A catalogue of the test file's own, and a series of every test's own. */
export function withOwnSeries(): void {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
    await migrateQueue();
    own.manager = holding(await writePerson("manager", ["dataManager"]), "view", "network");
  });
  afterAll(() => database.stop());
  beforeEach(storeSeries);
}

export const handlers = {
  "series.complete": (job: { seriesId: string }) => completeSeries(system, job.seriesId),
  "nifti.build": (job: { niftiId: string }) => buildNifti(system, job.niftiId),
  "nifti.rebuild": (job: { volumeId: string }) => rebuildNifti(system, job.volumeId),
};

async function storeSeries(): Promise<void> {
  study += 1;
  own.slices = Array.from({ length: SLICES }, (_, index) =>
    syntheticInstance({
      patientId: `NII-${study}`,
      study: String(study),
      serial: "77001",
      slice: index + 1,
      size: SIZE,
      spacingMm: 2,
    }),
  );
  async function* items() {
    for (const bytes of own.slices) yield { label: "", bytes };
  }
  const { seriesIds } = await ingestFiles(system, { items, door: "folder", siteCode: "LOCAL" });
  own.seriesId = seriesIds[0] ?? "";
  await drainQueue(handlers);
}

interface Given {
  content?: NiftiContent;
  ontoOrdinal?: number | null;
  series?: string;
}

export async function give(
  bytes: Uint8Array,
  { content = "image", ontoOrdinal = null, series = own.seriesId }: Given = {},
) {
  const given = { series, ontoOrdinal, content, bytes: inPieces(bytes, 5000) };
  const { niftiId } = await attachNifti(own.manager, given);
  return niftiId;
}

export async function attach(bytes: Uint8Array, given: Given = {}) {
  const id = await give(bytes, given);
  await drainQueue(handlers);
  return { id, ...(await readNiftiFate(own.manager, id)) };
}

export async function sourceManifest(): Promise<VolumeManifest> {
  const volume = await db().volume.findFirstOrThrow({ where: { seriesId: own.seriesId, ordinal: 0 } });
  return volumeManifestSchema.parse(volume.manifest);
}

/** Stored values of a whole volume, rescaled. */
export async function valuesOf(volumeId: string, manifest: VolumeManifest): Promise<number[]> {
  const values: number[] = [];
  for (let z = 0; z < manifest.dimensions[2]; z++) {
    const { start, end } = frameByteRange(manifest, z);
    const frame = await decodeHtj2k(
      await objectStore().getRange(`volumes/${volumeId}/frames.htj2k`, start, end),
    );
    for (const value of frame.data) values.push(value * manifest.rescale.slope + manifest.rescale.intercept);
  }
  return values;
}

/** A NIfTI on the grid of the synthetic series: LPS axes, 2 mm, from z = 2. */
export const onGrid = (given: Partial<SyntheticNifti> = {}) =>
  syntheticNifti({
    sides: [SIZE, SIZE, SLICES],
    values: Array.from({ length: SIZE * SIZE * SLICES }, (_, i) => i % 3),
    sform: {
      code: 1,
      rows: [
        [-2, 0, 0, 0],
        [0, -2, 0, 0],
        [0, 0, 2, 2],
      ],
    },
    ...given,
  });

/** Everything that a refused file could have left. */
export async function leftovers() {
  const keys: string[] = [];
  for await (const key of objectStore().list("archives")) keys.push(key);
  const volumes = new Set<string>();
  for await (const key of objectStore().list("volumes")) volumes.add(key.split("/")[1] ?? "");
  const known = await db().volume.count({ where: { id: { in: [...volumes] } } });
  const niftis = await db().derivedObject.count({ where: { sources: { some: { seriesId: own.seriesId } } } });
  return { archives: keys.length, strays: volumes.size - known, niftis };
}
export const NOTHING = { archives: 0, strays: 0, niftis: 0 };

export async function account(id: string) {
  const given = await db().givenNifti.findUniqueOrThrow({ where: { id }, include: { run: true } });
  const { received, waiting, stored, duplicate, quarantined, refused } = given.run;
  return [received, waiting, stored, duplicate, quarantined, refused];
}

export async function check(mend = false) {
  const findings: string[] = [];
  await checkCatalogue(system, { mend, deep: true, stopped: true }, ({ code }) => findings.push(code));
  return findings.sort();
}

/** StudyInstanceUID's last number in the running test. */
export const ownStudy = () => study;
