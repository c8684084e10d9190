import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireExam } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import type { Measurement } from "./measurement";
import { findExamResource, listLengths } from "./measurement-store";

/**
 * The actor's own measurements on an exam.
 * @throws AppError `not-found` outside the actor's view rights
 */
export async function listMeasurements(actor: Actor, examId: string): Promise<Measurement[]> {
  requireExam(actor, "view", await findExamResource(db(), examId));
  const measurements = await listLengths(db(), examId, actor.userId);
  await audit(db(), actor, { type: "measurements.listed", detail: { examId, shown: measurements.length } });
  return measurements;
}
