import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { DatePrecision } from "../diagnosis-at";
import type { Verification } from "../record";
import { findClinicalRows, findEditableSubject } from "./clinical-edit-store";
import { trueDateOf, writeGivenDate } from "./given-date";
import { editableSites } from "./require-editable";

export const pseudonymSchema = z.string().regex(/^[A-Z0-9-]{4,20}$/);

/** What is stated of a subject, with true dates as they were typed; "" where there is none. */
export interface ClinicalRecord {
  diagnoses: {
    id: string;
    code: string;
    labelFr: string;
    labelEn: string;
    assertedOn: string;
    onsetOn: string;
    abatedOn: string;
    verification: Verification;
  }[];
  scores: { id: string; name: string; value: number; unit: string | null; takenOn: string }[];
}

/**
 * A subject's diagnoses and scores with true dates, for whoever may change them.
 * @throws AppError `forbidden` without the right to edit anywhere; `not-found` for a subject of another site
 */
export async function openClinicalRecord(actor: Actor, pseudonym: string): Promise<ClinicalRecord> {
  const sites = editableSites(actor);
  return inTransaction(async (tx) => {
    const subject = await findEditableSubject(tx, sites, { pseudonym });
    if (!subject) throw new AppError("not-found");
    const { diagnoses, scores } = await findClinicalRows(tx, subject.id);
    await audit(tx, actor, { type: "clinical.record-opened", detail: { subjectId: subject.id } });
    const text = (on: Date | null, precision: DatePrecision | null) =>
      on === null ? "" : writeGivenDate(trueDateOf(on, precision ?? "day", subject.dateOffsetDays));
    return {
      diagnoses: diagnoses.map((row) => ({
        id: row.id,
        code: row.code,
        labelFr: row.term.labelFr,
        labelEn: row.term.labelEn,
        assertedOn: text(row.assertedOn, row.assertedPrecision),
        onsetOn: text(row.onsetOn, row.onsetPrecision),
        abatedOn: text(row.abatedOn, row.abatedPrecision),
        verification: row.verification,
      })),
      scores: scores.map(({ id, name, value, unit, takenOn }) => ({
        id,
        name,
        value,
        unit,
        takenOn: text(takenOn, "day"),
      })),
    };
  });
}
