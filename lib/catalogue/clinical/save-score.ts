import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { readScoreDraft, type ScoreDraft } from "./clinical-draft";
import { findEditableSubject, isScored, writeScore } from "./clinical-edit-store";
import { dayOf } from "./given-date";
import { editableSites } from "./require-editable";

/**
 * Adds a score to a subject, or corrects one.
 * @throws AppError `forbidden` without the right to edit anywhere; `not-found` for a subject of another site;
 *   `invalid-input`; `conflict` when the score was taken that day already
 */
export async function saveScore(actor: Actor, draft: ScoreDraft): Promise<{ id: string }> {
  const sites = editableSites(actor);
  return inTransaction(async (tx) => {
    const subject = await findEditableSubject(tx, sites, { pseudonym: draft.pseudonym });
    if (!subject) throw new AppError("not-found");
    const score = readScoreDraft(draft, subject, dayOf(now()));
    if (await isScored(tx, score, draft.id))
      throw new AppError("conflict", "taken already", { reason: "already-stated" });
    const id = await writeScore(tx, draft.id, score);
    if (id === null) throw new AppError("not-found");
    await audit(tx, actor, {
      type: "score.saved",
      detail: { subjectId: subject.id, scoreId: id, isNew: draft.id === null },
    });
    return { id };
  });
}
