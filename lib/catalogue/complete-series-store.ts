import type { VolumeManifest } from "@/lib/imaging/manifest";
import { remappedUidOf } from "./derived-object";
import type { InstanceName } from "./instance-key";
import type { Db, Prisma, Tx } from "@/lib/platform/db/client";

type SeriesUpdate = Omit<
  Prisma.SeriesUncheckedUpdateInput,
  "id" | "examId" | "volumes" | "instances" | "verdicts" | "measurements" | "sources"
>;
type VolumeCreate = Omit<
  Prisma.VolumeUncheckedCreateInput,
  "seriesId" | "ordinal" | "manifest" | "rulesDecision"
>;

/** A series with what is needed to find its instances' bytes. */
export interface SeriesToComplete {
  id: string;
  instanceCount: number;
  /** Cleaned SeriesDescription. */
  description: string | null;
  instances: InstanceName[];
  exam: { id: string; scannerId: string; subject: { phantom: boolean } };
}

/** One volume whose view object is already stored. */
export interface MadeVolume {
  row: VolumeCreate & { id: string; rulesDecision?: Prisma.InputJsonObject | undefined };
  manifest: VolumeManifest;
}

/** The series and its instances in a fixed order, or null. */
export async function findSeriesToComplete(db: Db, seriesId: string): Promise<SeriesToComplete | null> {
  const row = await db.series.findUnique({
    where: { id: seriesId },
    select: {
      id: true,
      instanceCount: true,
      description: true,
      exam: { select: { id: true, scannerId: true, subject: { select: { phantom: true } } } },
      instances: { select: { uidHash: true, objectSha256: true }, orderBy: { uidHash: "asc" } },
      derivedObjects: { select: { sopInstanceUid: true } },
    },
  });
  if (!row) return null;
  // A workstation may put a segmentation into the series that it marks: it is no picture of it.
  const derived = new Set(row.derivedObjects.map(({ sopInstanceUid }) => sopInstanceUid));
  const { id, instanceCount, description, exam } = row;
  const instances = row.instances.filter(({ uidHash }) => !derived.has(remappedUidOf(uidHash)));
  return { id, instanceCount, description, exam, instances };
}

/**
 * Puts the new volumes of a series in the place of its old ones.
 * @returns ids of the volumes that were replaced, whose objects are of no use any more; null when instances came
 * meanwhile (they brought a job of their own) and nothing was written
 */
export async function replaceVolumes(
  tx: Tx,
  { id: seriesId, instanceCount }: SeriesToComplete,
  series: SeriesUpdate,
  volumes: readonly MadeVolume[],
): Promise<string[] | null> {
  await tx.$queryRaw`SELECT id FROM "Series" WHERE id = ${seriesId}::uuid FOR UPDATE`;
  const current = await tx.series.findUnique({ where: { id: seriesId }, select: { instanceCount: true } });
  if (current?.instanceCount !== instanceCount) return null;
  const old = await tx.volume.findMany({ where: { seriesId }, select: { id: true } });
  await tx.volume.deleteMany({ where: { seriesId } });
  await tx.volume.createMany({
    data: volumes.map(({ row, manifest }, ordinal) => ({
      ...row,
      seriesId,
      ordinal,
      manifest,
    })),
  });
  await tx.series.update({
    where: { id: seriesId },
    data: { ...series, state: "complete", failure: null },
    select: { id: true },
  });
  return old.map(({ id }) => id);
}

/** Notes that a series' volumes cannot be made, by a code. */
export async function markSeriesFailed(db: Db | Tx, seriesId: string, failure: string): Promise<void> {
  await db.series.update({
    where: { id: seriesId },
    data: { state: "failed", failure },
    select: { id: true },
  });
}

/** Takes back one of these failures of a series whose volumes are still there. */
export async function markSeriesWhole(db: Db, seriesId: string, failures: readonly string[]): Promise<void> {
  await db.series.updateMany({
    where: { id: seriesId, failure: { in: [...failures] } },
    data: { state: "complete", failure: null },
  });
}

/** A finished series as the report names it; texts are the cleaned ones. */
export interface SeriesLine {
  id: string;
  description: string | null;
  state: "arriving" | "complete" | "failed";
  failure: string | null;
  instanceCount: number;
  volumes: { role: string; map: string | null; component: string; kind: string; dimensions: number[] }[];
}

/** The series of a report, in the order of `ids`. */
export async function findSeriesLines(db: Db, ids: readonly string[]): Promise<SeriesLine[]> {
  const rows = await db.series.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      description: true,
      state: true,
      failure: true,
      instanceCount: true,
      volumes: {
        orderBy: { ordinal: "asc" },
        select: {
          role: true,
          map: true,
          component: true,
          kind: true,
          nx: true,
          ny: true,
          nz: true,
          nt: true,
        },
      },
    },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const volumes = row.volumes.map(({ nx, ny, nz, nt, ...volume }) => ({
      ...volume,
      dimensions: [nx, ny, nz, nt],
    }));
    return [{ ...row, volumes }];
  });
}

/** How many of the series still wait for their volumes. */
export function countArriving(db: Db, ids: readonly string[]): Promise<number> {
  return db.series.count({ where: { id: { in: [...ids] }, state: "arriving" } });
}
