"use server";

import { z } from "zod";
import { type ActionResult, runAction } from "@/lib/access/action";
import { acknowledgeFinding } from "@/lib/harmonise/lifeline/acknowledge-finding";

export async function acknowledge(findingId: string): Promise<ActionResult<null>> {
  return runAction(z.guid(), findingId, async (actor, id) => {
    await acknowledgeFinding(actor, id);
    return null;
  });
}
