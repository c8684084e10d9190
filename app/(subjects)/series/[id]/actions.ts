"use server";

import { z } from "zod";
import type { RatingDraft } from "@/components/quality/quality-actions";
import { type ActionResult, runAction } from "@/lib/access/action";
import { rateSeriesSchema } from "@/lib/harmonise/qc/rating";
import { rateSeries } from "@/lib/harmonise/rate-series";
import { undoSeriesRating } from "@/lib/harmonise/undo-series-rating";

export async function rate(draft: RatingDraft): Promise<ActionResult<null>> {
  return runAction(rateSeriesSchema, draft, async (actor, input) => {
    await rateSeries(actor, input);
    return null;
  });
}

export async function undoRating(seriesId: string): Promise<ActionResult<null>> {
  return runAction(z.guid(), seriesId, async (actor, id) => {
    await undoSeriesRating(actor, id);
    return null;
  });
}
