import { z } from "zod";

/** From good to bad. */
export const QC_RATINGS = ["good", "usable", "unusable"] as const;
export type QcRating = (typeof QC_RATINGS)[number];

/** What a rater may say; no free text: it could name somebody. */
export const QC_COMMENTS = [
  "motion",
  "ghosting",
  "foldOver",
  "ringing",
  "spikes",
  "flow",
  "susceptibility",
  "metal",
  "distortion",
  "lowSignal",
  "shading",
  "coil",
  "fatSaturation",
  "contrastTiming",
  "coverage",
  "slicesMissing",
] as const;
export type QcComment = (typeof QC_COMMENTS)[number];

export const rateSeriesSchema = z.strictObject({
  seriesId: z.guid(),
  rating: z.enum(QC_RATINGS),
  comments: z
    .array(z.enum(QC_COMMENTS))
    .max(QC_COMMENTS.length)
    // The same words in the same order, whatever the order of the clicks.
    .transform((given) => QC_COMMENTS.filter((comment) => given.includes(comment))),
});
export type RateSeries = z.infer<typeof rateSeriesSchema>;

/** The worst of several ratings; null of none. */
export function worstRating(ratings: readonly QcRating[]): QcRating | null {
  return [...QC_RATINGS].reverse().find((rating) => ratings.includes(rating)) ?? null;
}
