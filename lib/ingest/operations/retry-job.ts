import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findDeadLetter, findSiteOfSeries, reviveJob } from "./alarms-store";

/**
 * Gives a job that failed as often as it may another run of tries.
 * @throws AppError `forbidden`; `not-found` when it is no dead letter (any more)
 */
export async function retryJob(actor: Actor, jobId: string): Promise<void> {
  requireCan(actor, "operations.retry");
  if (!/^\d{1,18}$/.test(jobId)) throw new AppError("invalid-input", "not a job");
  const letter = await findDeadLetter(db(), jobId);
  if (!letter) throw new AppError("not-found");
  const { seriesId, job } = letter;
  // A job that is about no series, or about one that is gone, is for those who run all of it.
  requireCan(actor, "operations.retry", {
    siteId: seriesId === null ? null : await findSiteOfSeries(db(), seriesId),
  });
  if (!(await reviveJob(db(), jobId))) throw new AppError("not-found");
  await audit(db(), actor, { type: "job.retried", detail: { job, seriesId } });
}
