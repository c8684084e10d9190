import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { carryOutCorrection, type CorrectionOutcome, requireVolume } from "./change-correction";
import { deleteCorrection } from "./role-correction-store";

/**
 * Takes a correction back: the Volume and its like are again what the rules said of each.
 * @throws AppError `forbidden` without the right at every site that has exams of the scanner; `not-found` for a Volume that
 * nobody corrected
 */
export async function removeRoleCorrection(actor: Actor, volumeId: string): Promise<CorrectionOutcome> {
  return inTransaction(async (tx) => {
    const { series, volumeKey } = await requireVolume(actor, tx, volumeId);
    if (!(await deleteCorrection(tx, series, volumeKey))) throw new AppError("not-found");
    const outcome = await carryOutCorrection(tx, series);
    await audit(tx, actor, { type: "role.correction-removed", detail: outcome });
    return outcome;
  });
}
