import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { type DiagnosisDraft, readDiagnosisDraft } from "./clinical-draft";
import { findEditableSubject, isStated, isTerm, writeDiagnosis } from "./clinical-edit-store";
import { dayOf } from "./given-date";
import { editableSites } from "./require-editable";

/**
 * Adds a diagnosis to a subject, or corrects one: its code, its dates (an end too), or that it is refuted.
 * @throws AppError `forbidden` without the right to edit anywhere; `not-found` for a subject of another site;
 *   `invalid-input`; `conflict` for what is stated already
 */
export async function saveDiagnosis(actor: Actor, draft: DiagnosisDraft): Promise<{ id: string }> {
  const sites = editableSites(actor);
  return inTransaction(async (tx) => {
    const subject = await findEditableSubject(tx, sites, { pseudonym: draft.pseudonym });
    if (!subject) throw new AppError("not-found");
    const diagnosis = readDiagnosisDraft(draft, subject, dayOf(now()));
    if (!(await isTerm(tx, diagnosis.code)))
      throw new AppError("invalid-input", "unknown term", { reason: "code-unknown", field: "code" });
    if (await isStated(tx, diagnosis, draft.id))
      throw new AppError("conflict", "stated already", { reason: "already-stated" });
    const id = await writeDiagnosis(tx, draft.id, diagnosis);
    if (id === null) throw new AppError("not-found");
    await audit(tx, actor, {
      type: "diagnosis.saved",
      detail: { subjectId: subject.id, diagnosisId: id, isNew: draft.id === null },
    });
    return { id };
  });
}
