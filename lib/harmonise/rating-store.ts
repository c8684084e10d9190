import type { ExamResource } from "@/lib/access/policy";
import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import { QC_COMMENTS, type QcComment, type QcRating, worstRating } from "./qc/rating";

export interface RatingRow {
  userId: string;
  raterName: string;
  rating: QcRating;
  comments: QcComment[];
  at: Date;
}

/** A series that is being rated, locked until the end of the transaction; null where there is none. */
export async function findRateable(
  tx: Tx,
  seriesId: string,
): Promise<{ examId: string; exam: ExamResource; hasImages: boolean } | null> {
  await tx.$queryRaw`SELECT id FROM "Series" WHERE id = ${seriesId}::uuid FOR UPDATE`;
  const row = await tx.series.findUnique({
    where: { id: seriesId },
    select: {
      examId: true,
      volumes: { where: { manifest: { not: Prisma.AnyNull } }, take: 1, select: { id: true } },
      exam: { select: { siteId: true, projects: { select: { projectId: true } } } },
    },
  });
  return (
    row && {
      examId: row.examId,
      hasImages: row.volumes.length > 0,
      exam: {
        siteId: row.exam.siteId,
        projectIds: row.exam.projects.map(({ projectId }) => projectId),
      },
    }
  );
}

/** Each person's latest rating that is not taken back, newest first. */
export async function findRatings(db: Db | Tx, seriesId: string): Promise<RatingRow[]> {
  const rows = await db.seriesRating.findMany({
    where: { seriesId, undoneAt: null },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    distinct: ["userId"],
    select: { userId: true, rating: true, comments: true, at: true, user: { select: { name: true } } },
  });
  return rows.map(({ user, comments, ...row }) => ({
    ...row,
    raterName: user.name,
    comments: QC_COMMENTS.filter((known) => comments.includes(known)),
  }));
}

export async function insertRating(
  tx: Tx,
  row: { seriesId: string; userId: string; rating: QcRating; comments: QcComment[] },
): Promise<void> {
  await tx.seriesRating.create({ data: { ...row, at: new Date() }, select: { id: true } });
}

/** Takes the person's latest rating back; what she said before counts again. @returns whether there was one */
export async function undoLatestRating(tx: Tx, seriesId: string, userId: string): Promise<boolean> {
  const latest = await tx.seriesRating.findFirst({
    where: { seriesId, userId, undoneAt: null },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    select: { id: true },
  });
  if (!latest) return false;
  await tx.seriesRating.update({
    where: { id: latest.id },
    data: { undoneAt: new Date() },
    select: { id: true },
  });
  return true;
}

/** Writes the worst of the raters' latest ratings to the series, where a search reads it. */
export async function writeWorstRating(tx: Tx, seriesId: string): Promise<QcRating | null> {
  const rating = worstRating((await findRatings(tx, seriesId)).map((row) => row.rating));
  await tx.series.update({ where: { id: seriesId }, data: { rating }, select: { id: true } });
  return rating;
}
