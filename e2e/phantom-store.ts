import { randomUUID } from "node:crypto";
import { encodeFrame } from "@/lib/imaging/htj2k";
import { volumeManifestSchema } from "@/lib/imaging/manifest";
import type { VolumeManifest } from "@/lib/imaging/manifest";
import { newSamples } from "@/lib/imaging/pixel-frame";
import { db } from "@/lib/platform/db/client";
import { objectStore } from "@/lib/platform/store";
import { PHANTOM_REST, phantomValue } from "./phantom";
import type { Phantom, PhantomVolume, Point } from "./phantom";

interface VolumeSpec {
  name: PhantomVolume;
  role: "T1w" | "FLAIR" | "T2w" | "BOLD" | "DWI" | "SWI";
  dimensions: VolumeManifest["dimensions"];
  voxelSizeMm: Point;
  direction: number[];
  /** Where the head's centre lies in this scanner's coordinates. */
  centreMm: Point;
  frameOfReferenceUid: string;
  rescale?: { slope: number; intercept: number };
  colour?: true;
  /** Only a manifest: the volume is too big for any card, and must be refused before its frames are asked for. */
  withoutFrames?: true;
}

const ALIGNED = [1, 0, 0, 0, 1, 0, 0, 0, 1];
/** Rows to the back, columns down, slices to the left, as scanners write sagittal acquisitions. */
const SAGITTAL = [0, 1, 0, 0, 0, -1, 1, 0, 0];
const [COS, SIN] = [Math.cos(0.35), Math.sin(0.35)];
const OBLIQUE = [1, 0, 0, 0, COS, SIN, 0, -SIN, COS];
const newUid = () => `2.25.${BigInt(`0x${randomUUID().replaceAll("-", "")}`)}`;

/**
 * Two exams of a head with a marker on its left, its front and its top, at a site of the demonstration network other
 * than the clinician's. `removePhantom` takes them out again.
 */
export async function insertPhantom(): Promise<Phantom> {
  const site = await db().site.findFirstOrThrow({
    where: { code: { not: "LILLE" } },
    orderBy: { code: "asc" },
  });
  const scanner = await db().scanner.create({
    data: { siteId: site.id, manufacturer: "Siemens", model: "Phantom scanner", fieldStrengthTesla: 3 },
  });
  const epoch = await db().scannerEpoch.create({
    data: { scannerId: scanner.id, softwareVersions: "1", startedAt: new Date("2024-01-01T00:00:00Z") },
  });
  const subject = await db().subject.create({
    data: { pseudonym: `ARI-PHAN-${randomUUID().slice(0, 2)}`.toUpperCase(), synthetic: true, phantom: true },
  });
  const [frame, laterFrame] = [newUid(), newUid()];
  const grid = {
    dimensions: [72, 88, 56, 1] as const,
    voxelSizeMm: [2.5, 2.5, 2.5] as const,
    direction: ALIGNED,
  };
  const here: Point = [0, 0, 0];
  const there: Point = [6, -4, 10];
  const first: VolumeSpec[] = [
    {
      ...grid,
      dimensions: [...grid.dimensions],
      name: "axial",
      role: "T1w",
      centreMm: here,
      frameOfReferenceUid: frame,
    },
    {
      name: "sagittal",
      role: "FLAIR",
      dimensions: [88, 56, 60, 1],
      voxelSizeMm: [2.5, 2.5, 3],
      direction: SAGITTAL,
      centreMm: here,
      frameOfReferenceUid: frame,
      rescale: { slope: 0.5, intercept: -10 },
    },
    {
      ...grid,
      dimensions: [...grid.dimensions],
      name: "oblique",
      role: "T2w",
      direction: OBLIQUE,
      centreMm: here,
      frameOfReferenceUid: frame,
    },
    {
      name: "series",
      role: "BOLD",
      dimensions: [36, 44, 28, 4],
      voxelSizeMm: [5, 5, 5],
      direction: ALIGNED,
      centreMm: here,
      frameOfReferenceUid: frame,
    },
    {
      name: "colour",
      role: "DWI",
      dimensions: [36, 44, 3, 1],
      voxelSizeMm: [5, 5, 20],
      direction: ALIGNED,
      centreMm: here,
      frameOfReferenceUid: frame,
      colour: true,
    },
    {
      name: "huge",
      role: "SWI",
      dimensions: [1408, 1760, 640, 1],
      voxelSizeMm: [0.12, 0.12, 0.25],
      direction: ALIGNED,
      centreMm: here,
      frameOfReferenceUid: frame,
      withoutFrames: true,
    },
  ];
  const later: VolumeSpec[] = [
    {
      ...grid,
      dimensions: [...grid.dimensions],
      name: "laterElsewhere",
      role: "T1w",
      centreMm: there,
      frameOfReferenceUid: laterFrame,
    },
    {
      ...grid,
      dimensions: [...grid.dimensions],
      name: "laterSameFrame",
      role: "FLAIR",
      centreMm: here,
      frameOfReferenceUid: frame,
    },
  ];
  const volumes: Partial<Record<PhantomVolume, string>> = {};
  const examIds: string[] = [];
  for (const [months, specs] of [
    [0, first],
    [12, later],
  ] as const) {
    const at = new Date(Date.UTC(2150, months, 1));
    const visit = await db().visit.create({
      data: { subjectId: subject.id, scannerId: scanner.id, startedAt: at, monthsFromFirst: months },
    });
    const exam = await db().exam.create({
      data: {
        subjectId: subject.id,
        visitId: visit.id,
        siteId: site.id,
        scannerId: scanner.id,
        epochId: epoch.id,
        studyInstanceUid: newUid(),
        examAt: at,
        ageAtExamYears: 44,
        fieldStrengthTesla: 3,
        synthetic: true,
      },
    });
    examIds.push(exam.id);
    for (const [index, spec] of specs.entries())
      volumes[spec.name] = await insertVolume(exam.id, index + 1, spec);
  }
  const [examId = "", laterExamId = ""] = examIds;
  return {
    subjectId: subject.id,
    scannerId: scanner.id,
    examId,
    laterExamId,
    volumes: volumes as Record<PhantomVolume, string>,
  };
}

/** Removes what `insertPhantom` wrote. */
export async function removePhantom(phantom: Phantom): Promise<void> {
  await db().exam.deleteMany({ where: { subjectId: phantom.subjectId } });
  await db().visit.deleteMany({ where: { subjectId: phantom.subjectId } });
  await db().subject.delete({ where: { id: phantom.subjectId } });
  await db().scannerEpoch.deleteMany({ where: { scannerId: phantom.scannerId } });
  await db().scanner.delete({ where: { id: phantom.scannerId } });
  for (const id of Object.values(phantom.volumes)) await objectStore().remove(`volumes/${id}/frames.htj2k`);
}

async function insertVolume(examId: string, seriesNumber: number, spec: VolumeSpec): Promise<string> {
  const [nx, ny, nz, nt] = spec.dimensions;
  const streams: Uint8Array[] = [];
  if (!spec.withoutFrames)
    for (let t = 0; t < nt; t++) for (let k = 0; k < nz; k++) streams.push(await encodeSlice(spec, k, t));
  let end = 0;
  const manifest: VolumeManifest = volumeManifestSchema.parse({
    version: 1,
    kind: spec.colour ? "stack" : "volume",
    stackReason: spec.colour ? "colour" : null,
    dimensions: spec.dimensions,
    voxelSizeMm: spec.voxelSizeMm,
    originMm: positionOf(spec, 0, 0, 0).map((mm, axis) => mm + (spec.centreMm[axis] ?? 0)),
    direction: spec.direction,
    frameOfReferenceUid: spec.frameOfReferenceUid,
    sample: {
      type: spec.colour ? "uint8" : "int16",
      samplesPerPixel: spec.colour ? 3 : 1,
      bitsStored: spec.colour ? 8 : 16,
    },
    valueRange: { min: 0, max: 4000 },
    rescale: { ...(spec.rescale ?? { slope: 1, intercept: 0 }), unit: null },
    frameRescales: null,
    window: { centre: 400, width: 800 },
    fourthAxis:
      nt > 1
        ? { kind: "time", values: Array.from({ length: nt }, (_, t) => t * 2), unit: "s" }
        : { kind: "none", values: [], unit: null },
    codec: "htj2k",
    frameByteEnds: spec.withoutFrames
      ? Array.from({ length: nz * nt }, (_, frame) => frame + 1)
      : streams.map((bytes) => (end += bytes.length)),
    framePositionsMm: null,
    gaps: [],
  });
  const series = await db().series.create({
    data: {
      examId,
      seriesNumber,
      seriesInstanceUid: newUid(),
      sopClassUid: "1.2.840.10008.5.1.4.1.1.4",
      description: spec.name,
      state: "complete",
      hasPixels: true,
      role: spec.role,
    },
  });
  const [x, y, z] = spec.voxelSizeMm;
  const volume = await db().volume.create({
    data: {
      seriesId: series.id,
      ordinal: 0,
      kind: manifest.kind,
      role: spec.role,
      is3D: !spec.colour,
      nx,
      ny,
      nz,
      nt,
      voxelSizeXMm: x,
      voxelSizeYMm: y,
      voxelSizeZMm: z,
      frameOfReferenceUid: spec.frameOfReferenceUid,
      manifest,
      viewByteCount: BigInt(end),
    },
  });
  if (!spec.withoutFrames)
    await objectStore().put(`volumes/${volume.id}/frames.htj2k`, Buffer.concat(streams));
  return volume.id;
}

/** Position of a voxel from the head's centre, which is the middle of the grid. */
function positionOf(
  { dimensions, voxelSizeMm, direction }: VolumeSpec,
  i: number,
  j: number,
  k: number,
): Point {
  const steps = [i, j, k].map(
    (index, axis) => (index - ((dimensions[axis] ?? 1) - 1) / 2) * (voxelSizeMm[axis] ?? 1),
  );
  const along = (row: number) =>
    steps.reduce((sum, step, axis) => sum + step * (direction[axis * 3 + row] ?? 0), 0);
  return [along(0), along(1), along(2)];
}

async function encodeSlice(spec: VolumeSpec, k: number, t: number): Promise<Uint8Array> {
  const [nx, ny] = spec.dimensions;
  const { slope, intercept } = spec.rescale ?? { slope: 1, intercept: 0 };
  const samples = spec.colour ? 3 : 1;
  const data = newSamples(spec.colour ? "uint8" : "int16", nx * ny * samples);
  for (let j = 0; j < ny; j++)
    for (let i = 0; i < nx; i++) {
      const value = phantomValue(positionOf(spec, i, j, k)) + (t > 0 ? t * PHANTOM_REST : 0);
      for (let channel = 0; channel < samples; channel++)
        data[(i + j * nx) * samples + channel] = spec.colour
          ? Math.min(255, value / 8 + channel * 20)
          : Math.round((value - intercept) / slope);
    }
  return encodeFrame({
    columns: nx,
    rows: ny,
    samplesPerPixel: spec.colour ? 3 : 1,
    bitsStored: spec.colour ? 8 : 16,
    type: spec.colour ? "uint8" : "int16",
    data,
  });
}
