import type { ExamResource } from "@/lib/access/policy";
import type { Db, Tx } from "@/lib/platform/db/client";

/** What the services that hand out a volume's view object need of its row. */
export interface VolumeRow {
  volumeId: string;
  seriesId: string;
  examId: string;
  exam: ExamResource;
  /** Unparsed VolumeManifest; null until the view object is made. */
  manifest: unknown;
  hasThumbnail: boolean;
}

/** A volume with what the policy asks about its exam, or null. */
export async function findVolume(db: Db | Tx, volumeId: string): Promise<VolumeRow | null> {
  const row = await db.volume.findUnique({
    where: { id: volumeId },
    select: {
      manifest: true,
      hasThumbnail: true,
      series: {
        select: {
          id: true,
          exam: { select: { id: true, siteId: true, projects: { select: { projectId: true } } } },
        },
      },
    },
  });
  if (!row) return null;
  const { exam } = row.series;
  return {
    volumeId,
    seriesId: row.series.id,
    examId: exam.id,
    exam: { siteId: exam.siteId, projectIds: exam.projects.map(({ projectId }) => projectId) },
    manifest: row.manifest,
    hasThumbnail: row.hasThumbnail,
  };
}

/** Whether this user's reading of this volume was recorded at or after an instant. */
export async function wasReadSince(
  db: Db | Tx,
  userId: string,
  volumeId: string,
  since: Date,
): Promise<boolean> {
  const event = await db.auditEvent.findFirst({
    where: {
      actorId: userId,
      at: { gte: since },
      type: "volume.read",
      detail: { path: ["volumeId"], equals: volumeId },
    },
    select: { id: true },
  });
  return event !== null;
}
