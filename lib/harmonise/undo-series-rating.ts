import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireExam } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findRateable, undoLatestRating, writeWorstRating } from "./rating-store";

/**
 * Takes the actor's own latest rating of a series back: the one before it, if any, counts again.
 * @throws AppError `not-found` outside the actor's view rights; `conflict` when she has none
 */
export async function undoSeriesRating(actor: Actor, seriesId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const series = await findRateable(tx, seriesId);
    requireExam(actor, "view", series?.exam ?? null);
    if (!series) throw new AppError("not-found");
    if (!(await undoLatestRating(tx, seriesId, actor.userId))) throw new AppError("conflict", "no rating");
    await writeWorstRating(tx, seriesId);
    await audit(tx, actor, { type: "series.rating-undone", detail: { seriesId, examId: series.examId } });
  });
}
