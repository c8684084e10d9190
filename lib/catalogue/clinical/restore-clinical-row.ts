import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findEditableSubject, restoreDiagnosis, restoreScore } from "./clinical-edit-store";
import { openRemoved } from "./removed-row";
import { editableSites } from "./require-editable";

/**
 * Puts a removed diagnosis or score back as it was.
 * @throws AppError `forbidden` without the right to edit anywhere; `not-found` after 15 minutes, for another site's
 *   subject, when it is back already, and when the import that brought it has been taken back
 */
export async function restoreClinicalRow(actor: Actor, undo: string): Promise<void> {
  const sites = editableSites(actor);
  const removed = openRemoved(undo, now());
  await inTransaction(async (tx) => {
    const subject = await findEditableSubject(tx, sites, { id: removed.row.subjectId });
    if (!subject) throw new AppError("not-found");
    const isBack =
      removed.kind === "diagnosis"
        ? await restoreDiagnosis(tx, removed.row)
        : await restoreScore(tx, removed.row);
    if (!isBack) throw new AppError("not-found");
    await audit(tx, actor, {
      type: "clinical.restored",
      detail: { subjectId: subject.id, kind: removed.kind },
    });
  });
}
