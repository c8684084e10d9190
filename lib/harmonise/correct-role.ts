import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { MAP_NAMES } from "@/lib/imaging/image-kind";
import { inTransaction } from "@/lib/platform/db/client";
import { carryOutCorrection, type CorrectionOutcome, deciderOf, requireVolume } from "./change-correction";
import { saveCorrection } from "./role-correction-store";
import { SEQUENCE_ROLES } from "./rules/role-features";

export const correctRoleSchema = z.object({
  volumeId: z.guid(),
  role: z.enum(SEQUENCE_ROLES),
  /** What the Volume maps; null for a weighted image. */
  map: z
    .string()
    .refine((name) => MAP_NAMES.includes(name))
    .nullable(),
});
type CorrectRole = z.infer<typeof correctRoleSchema>;

/**
 * Says what a Volume is, against the rules: for this one and its like in all series of that scanner and description, and in
 * those that come. Their exams are judged anew.
 * @throws AppError `forbidden` without the right at every site that has exams of the scanner; `not-found`
 */
export async function correctRole(actor: Actor, input: CorrectRole): Promise<CorrectionOutcome> {
  return inTransaction(async (tx) => {
    const { series, volumeKey } = await requireVolume(actor, tx, input.volumeId);
    const { role, map } = input;
    await saveCorrection(tx, series, { volumeKey, role, map, decidedById: deciderOf(actor) });
    const outcome = await carryOutCorrection(tx, series);
    await audit(tx, actor, { type: "role.corrected", detail: { ...outcome, role } });
    return outcome;
  });
}
