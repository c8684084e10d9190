import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireExam } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { lengthMmOf, type Measurement, type NewMeasurement } from "./measurement";
import { insertLength } from "./measurement-store";
import { findVolume } from "./volume-store";

/**
 * Keeps a length for its author.
 * @throws AppError `not-found` outside the actor's view rights, or when the volume is not of this exam
 */
export async function saveMeasurement(
  actor: Actor,
  examId: string,
  given: NewMeasurement,
): Promise<Measurement> {
  return inTransaction(async (tx) => {
    const volume = await findVolume(tx, given.volumeId);
    requireExam(actor, "view", volume?.exam ?? null);
    if (volume?.examId !== examId) throw new AppError("not-found");
    const measurement = await insertLength(tx, {
      userId: actor.userId,
      examId,
      seriesId: volume.seriesId,
      volumeId: given.volumeId,
      pointsMm: given.pointsMm,
      lengthMm: lengthMmOf(given.pointsMm),
    });
    await audit(tx, actor, {
      type: "measurement.created",
      detail: { measurementId: measurement.id, examId },
    });
    return measurement;
  });
}
