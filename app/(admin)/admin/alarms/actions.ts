"use server";

import { z } from "zod";
import { type ActionResult, runAction } from "@/lib/access/action";
import { retryJob } from "@/lib/ingest/operations/retry-job";

export async function retry(jobId: string): Promise<ActionResult<null>> {
  return runAction(z.string().regex(/^\d{1,18}$/), jobId, async (actor, id) => {
    await retryJob(actor, id);
    return null;
  });
}
