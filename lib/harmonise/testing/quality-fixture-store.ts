import { randomUUID } from "node:crypto";
import { QC_VERSION, type QcMetricName } from "@/lib/harmonise/qc/metrics";
import type { Grid } from "@/lib/harmonise/qc/grid";
import { encodeFrame } from "@/lib/imaging/htj2k";
import type { VolumeManifest } from "@/lib/imaging/manifest";
import { db } from "@/lib/platform/db/client";
import { objectStore } from "@/lib/platform/store";

/** Scanners of one model at one site. */
export interface QualityPlace {
  siteId: string;
  scannerId: string;
  epochId: string;
}

export async function writePlace(model: string): Promise<QualityPlace> {
  const code = randomUUID().slice(0, 8);
  const site = await db().site.create({ data: { code, name: `Hospital ${code}`, city: "Lille" } });
  const scanner = await db().scanner.create({
    data: { siteId: site.id, manufacturer: "GE", model, fieldStrengthTesla: 3 },
  });
  return { siteId: site.id, scannerId: scanner.id, epochId: await writeEpoch(scanner.id) };
}

export async function writeEpoch(scannerId: string): Promise<string> {
  const epoch = await db().scannerEpoch.create({
    data: { scannerId, softwareVersions: randomUUID(), startedAt: new Date("2024-01-01T00:00:00Z") },
  });
  return epoch.id;
}

/** A 3D T1w without volumes, of a subject of its own. */
export async function writeSeries(
  { siteId, scannerId, epochId }: QualityPlace,
  { phantom = false }: { phantom?: boolean } = {},
): Promise<string> {
  const subject = await db().subject.create({
    data: { pseudonym: randomUUID(), synthetic: true, phantom },
  });
  const startedAt = new Date("2150-01-01T08:00:00Z");
  const visit = await db().visit.create({ data: { subjectId: subject.id, scannerId, startedAt } });
  const uid = () => `2.25.${BigInt(`0x${randomUUID().replaceAll("-", "")}`)}`;
  const exam = await db().exam.create({
    data: {
      subjectId: subject.id,
      visitId: visit.id,
      siteId,
      scannerId,
      epochId,
      studyInstanceUid: uid(),
      examAt: startedAt,
      fieldStrengthTesla: 3,
    },
  });
  const series = await db().series.create({
    data: {
      examId: exam.id,
      seriesInstanceUid: uid(),
      sopClassUid: "1.2.840.10008.5.1.4.1.1.4",
      state: "complete",
      role: "T1w",
      is3D: true,
      hasPixels: true,
    },
  });
  return series.id;
}

/** A series that was measured. */
export async function writeMeasured(
  place: QualityPlace,
  values: Partial<Record<QcMetricName, number>>,
  options: { phantom?: boolean } = {},
): Promise<string> {
  const seriesId = await writeSeries(place, options);
  await db().seriesQc.create({ data: { seriesId, version: QC_VERSION } });
  await db().qcMetric.createMany({
    data: Object.entries(values).map(([name, value]) => ({ seriesId, name, value })),
  });
  return seriesId;
}

/** Gives a series its main volume, with the grid's picture as its view object. @returns the volume's id */
export async function writePicture(seriesId: string, { data, dimensions, voxelSizeMm }: Grid) {
  const [nx, ny, nz] = dimensions;
  const ends: number[] = [];
  const chunks: Uint8Array[] = [];
  for (let k = 0; k < nz; k++) {
    const frame = await encodeFrame({
      columns: nx,
      rows: ny,
      samplesPerPixel: 1,
      bitsStored: 16,
      type: "uint16",
      data: Uint16Array.from(data.subarray(k * nx * ny, (k + 1) * nx * ny), Math.round),
    });
    chunks.push(frame);
    ends.push((ends.at(-1) ?? 0) + frame.length);
  }
  const manifest: VolumeManifest = {
    version: 1,
    kind: "volume",
    stackReason: null,
    dimensions: [nx, ny, nz, 1],
    voxelSizeMm: [...voxelSizeMm],
    originMm: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    frameOfReferenceUid: null,
    sample: { type: "uint16", samplesPerPixel: 1, bitsStored: 16 },
    valueRange: { min: 0, max: 65_535 },
    rescale: { slope: 1, intercept: 0, unit: null },
    frameRescales: null,
    window: { centre: 0.5, width: 1 },
    fourthAxis: { kind: "none", values: [], unit: null },
    codec: "htj2k",
    frameByteEnds: ends,
    framePositionsMm: null,
    gaps: [],
  };
  const volume = await db().volume.create({
    data: {
      seriesId,
      ordinal: 0,
      kind: "volume",
      role: "T1w",
      is3D: true,
      nx,
      ny,
      nz,
      manifest,
    },
  });
  await objectStore().put(`volumes/${volume.id}/frames.htj2k`, Buffer.concat(chunks));
  return volume.id;
}
