"use server";

import { z } from "zod";
import type { CorrectedRole } from "@/components/records/role-actions";
import { type ActionResult, runAction } from "@/lib/access/action";
import { correctRole, correctRoleSchema } from "@/lib/harmonise/correct-role";
import { removeRoleCorrection } from "@/lib/harmonise/remove-role-correction";

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
