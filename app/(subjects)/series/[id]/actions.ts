"use server";

import { z } from "zod";
import type { RatingDraft } from "@/components/quality/quality-actions";
import type { CorrectedRole } from "@/components/records/role-actions";
import { type ActionResult, runAction } from "@/lib/access/action";
import { correctRole, correctRoleSchema } from "@/lib/harmonise/correct-role";
import { rateSeriesSchema } from "@/lib/harmonise/qc/rating";
import { rateSeries } from "@/lib/harmonise/rate-series";
import { removeRoleCorrection } from "@/lib/harmonise/remove-role-correction";
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

export async function correct(input: {
  volumeId: string;
  role: string;
  map: string | null;
}): Promise<ActionResult<CorrectedRole>> {
  return runAction(correctRoleSchema, input, async (actor, correction) => {
    const { series, later } = await correctRole(actor, correction);
    return { series, later };
  });
}

export async function takeBack(volumeId: string): Promise<ActionResult<CorrectedRole>> {
  return runAction(z.guid(), volumeId, async (actor, id) => {
    const { series, later } = await removeRoleCorrection(actor, id);
    return { series, later };
  });
}
