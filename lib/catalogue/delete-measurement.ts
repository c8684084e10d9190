import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireExam } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findOwnMeasurement, removeMeasurement } from "./measurement-store";

/**
 * Removes one of the actor's own measurements.
 * @throws AppError `not-found` for anybody else's, and outside the actor's view rights
 */
export async function deleteMeasurement(actor: Actor, measurementId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const found = await findOwnMeasurement(tx, measurementId, actor.userId);
    requireExam(actor, "view", found?.exam ?? null);
    if (!found) throw new AppError("not-found");
    await removeMeasurement(tx, measurementId);
    await audit(tx, actor, { type: "measurement.deleted", detail: { measurementId, examId: found.examId } });
  });
}
