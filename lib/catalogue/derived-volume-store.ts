import { randomUUID } from "node:crypto";
import type { ExamResource } from "@/lib/access/policy";
import type { VolumeManifest } from "@/lib/imaging/manifest";
import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import { remappedUidOf, uuidBytes } from "./derived-object";

/** The series that a computed volume was made from. */
export interface VolumeSource {
  seriesId: string;
  examId: string;
  exam: ExamResource;
  role: Prisma.SeriesGetPayload<object>["role"];
  is3D: boolean | null;
  contrastAgent: Prisma.SeriesGetPayload<object>["contrastAgent"];
  bodyPart: string | null;
  phantom: boolean;
  /** Volumes on whose grid something can lie. */
  grids: { ordinal: number; volumeId: string }[];
}

/** A series by its id, or by its remapped UID. */
export async function findVolumeSource(
  db: Db | Tx,
  by: { id: string } | { seriesInstanceUid: string },
): Promise<VolumeSource | null> {
  const row = await db.series.findUnique({
    where: by,
    select: {
      id: true,
      role: true,
      is3D: true,
      contrastAgent: true,
      bodyPart: true,
      exam: {
        select: {
          id: true,
          siteId: true,
          projects: { select: { projectId: true } },
          subject: { select: { phantom: true } },
        },
      },
      volumes: {
        where: { kind: "volume", manifest: { not: Prisma.AnyNull } },
        orderBy: { ordinal: "asc" },
        select: { id: true, ordinal: true },
      },
    },
  });
  if (!row) return null;
  const { id, exam, volumes, role, is3D, contrastAgent, bodyPart } = row;
  const { siteId, projects, subject } = exam;
  return {
    seriesId: id,
    examId: exam.id,
    exam: { siteId, projectIds: projects.map(({ projectId }) => projectId) },
    role,
    is3D,
    contrastAgent,
    bodyPart,
    phantom: subject.phantom,
    grids: volumes.map((volume) => ({ ordinal: volume.ordinal, volumeId: volume.id })),
  };
}

/** A computed volume whose objects are stored already. */
export interface DerivedVolume {
  /** Id of the volume and of the derived object. */
  id: string;
  labels: string[];
  role: VolumeSource["role"];
  map: string | null;
  showsFace: boolean;
  manifest: VolumeManifest;
  /** Of `volumes/<id>/original.nii.gz`. */
  objectSha256: Uint8Array<ArrayBuffer>;
  byteCount: number;
}

/**
 * Rows of a computed volume: a series of its own in its source's exam, its volume, the derived object and the link. The
 * source's row is locked meanwhile, so that the same file is not registered twice at once.
 * @returns its series; the one that has the same object from the same source already; null when the source is gone
 */
export async function registerDerivedVolume(
  tx: Tx,
  source: VolumeSource,
  made: DerivedVolume,
): Promise<{ seriesId: string; isNew: boolean } | null> {
  const locked = await tx.$queryRaw<{ examId: string }[]>(Prisma.sql`
    SELECT "examId"::text AS "examId" FROM "Series" WHERE "id" = ${source.seriesId}::uuid FOR UPDATE`);
  const [current] = locked;
  if (!current) return null;
  const { id, labels, role, map, showsFace, manifest, objectSha256, byteCount } = made;
  const known = await tx.derivedObject.findFirst({
    where: {
      kind: "niftiVolume",
      objectSha256,
      labels: { equals: labels },
      seriesId: { not: null },
      sources: { some: { seriesId: source.seriesId } },
      // Said to lie in its source's space, a file is more than on its own.
      series: { volumes: { some: { frameOfReferenceUid: manifest.frameOfReferenceUid } } },
    },
    select: { seriesId: true },
  });
  if (known?.seriesId) return { seriesId: known.seriesId, isNew: false };
  const [nx, ny, nz, nt] = manifest.dimensions;
  const [voxelSizeXMm, voxelSizeYMm, voxelSizeZMm] = manifest.voxelSizeMm;
  const { contrastAgent, is3D, bodyPart } = source;
  const shared = { role, map, contrastAgent, is3D, derived: true, voxelSizeXMm, voxelSizeYMm, voxelSizeZMm };
  const sopInstanceUid = uidOfUuid(id);
  const { id: seriesId } = await tx.series.create({
    data: {
      ...shared,
      examId: current.examId,
      seriesInstanceUid: uidOfUuid(randomUUID()),
      sopClassUid: "",
      state: "complete",
      completeness: "complete",
      hasPixels: true,
      bodyPart,
      showsFace,
      voxelSizeMaxMm: Math.max(...manifest.voxelSizeMm),
      volumes: {
        create: {
          ...shared,
          id,
          ordinal: 0,
          kind: manifest.kind,
          roleRule: "given",
          roleConfidence: 1,
          nx,
          ny,
          nz,
          nt,
          fourthAxis: manifest.fourthAxis.kind,
          frameOfReferenceUid: manifest.frameOfReferenceUid,
          manifest,
          viewByteCount: BigInt(manifest.frameByteEnds.at(-1) ?? 0),
          hasThumbnail: true,
        },
      },
      derivedObjects: {
        create: {
          id,
          kind: "niftiVolume",
          sopInstanceUid,
          labels,
          objectSha256,
          byteCount,
          sources: { create: { seriesId: source.seriesId } },
        },
      },
    },
    select: { id: true },
  });
  return { seriesId, isNew: true };
}

/** The manifest of a view object that was made again: its pictures may end elsewhere. */
export async function replaceManifest(db: Db, volumeId: string, manifest: VolumeManifest): Promise<void> {
  await db.volume.updateMany({
    where: { id: volumeId },
    data: { manifest, viewByteCount: BigInt(manifest.frameByteEnds.at(-1) ?? 0) },
  });
}

/** A UUID as a UID (PS3.5 B.2). */
function uidOfUuid(uuid: string): string {
  return remappedUidOf(uuidBytes(uuid));
}
