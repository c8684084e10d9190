import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findEditableSubject, takeDiagnosis, takeScore } from "./clinical-edit-store";
import { sealRemoved } from "./removed-row";
import { editableSites } from "./require-editable";

export const removeClinicalSchema = z.object({
  pseudonym: z.string().regex(/^[A-Z0-9-]{4,20}$/),
  kind: z.enum(["diagnosis", "score"]),
  id: z.guid(),
});

/**
 * Removes a diagnosis or a score of a subject, entered by mistake; what was stated and proved wrong is refuted instead.
 * @returns what restore-clinical-row.ts takes to undo it
 * @throws AppError `forbidden` without the right to edit anywhere; `not-found`
 */
export async function removeClinicalRow(
  actor: Actor,
  { pseudonym, kind, id }: z.infer<typeof removeClinicalSchema>,
): Promise<{ undo: string }> {
  const sites = editableSites(actor);
  return inTransaction(async (tx) => {
    const subject = await findEditableSubject(tx, sites, { pseudonym });
    if (!subject) throw new AppError("not-found");
    const at = now().getTime();
    const subjectId = subject.id;
    if (kind === "diagnosis") {
      const row = await takeDiagnosis(tx, subjectId, id);
      if (!row) throw new AppError("not-found");
      await audit(tx, actor, { type: "diagnosis.removed", detail: { subjectId, diagnosisId: id } });
      return { undo: sealRemoved({ kind, at, row }) };
    }
    const row = await takeScore(tx, subjectId, id);
    if (!row) throw new AppError("not-found");
    await audit(tx, actor, { type: "score.removed", detail: { subjectId, scoreId: id } });
    return { undo: sealRemoved({ kind, at, row }) };
  });
}
