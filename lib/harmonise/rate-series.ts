import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireExam } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { RateSeries } from "./qc/rating";
import { findRateable, insertRating, writeWorstRating } from "./rating-store";

/**
 * Keeps what a person thinks of a series' images; an earlier rating of hers is kept, and counts no more.
 * @throws AppError `not-found` outside the actor's view rights; `conflict` when the series has no images to look at
 */
export async function rateSeries(actor: Actor, { seriesId, rating, comments }: RateSeries): Promise<void> {
  await inTransaction(async (tx) => {
    const series = await findRateable(tx, seriesId);
    requireExam(actor, "view", series?.exam ?? null);
    if (!series) throw new AppError("not-found");
    if (!series.hasImages) throw new AppError("conflict", "no images to rate");
    await insertRating(tx, { seriesId, userId: actor.userId, rating, comments });
    await writeWorstRating(tx, seriesId);
    await audit(tx, actor, {
      type: "series.rated",
      detail: { seriesId, examId: series.examId, rating, comments },
    });
  });
}
