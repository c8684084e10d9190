import { z } from "zod";
import { AppError } from "@/lib/platform/errors";
import type { NewDiagnosis, NewScore } from "./clinical-row";
import { type GivenDate, lastDayOf, parseGivenDate, shiftDay } from "./given-date";
import { findScore, isPlausible, scoreNameOf } from "./score-catalogue";

// What somebody types about one subject. Browser-safe.

const pseudonym = z.string().regex(/^[A-Z0-9-]{4,20}$/);
const date = z.string().trim().max(10);

export const diagnosisDraftSchema = z.object({
  pseudonym,
  /** Null for a new one. */
  id: z.guid().nullable(),
  code: z.string().min(1).max(60),
  /** True dates: YYYY, YYYY-MM or YYYY-MM-DD; empty where there is none. */
  assertedOn: date,
  onsetOn: date,
  abatedOn: date,
  verification: z.enum(["confirmed", "provisional", "refuted"]),
});
export type DiagnosisDraft = z.infer<typeof diagnosisDraftSchema>;

export const scoreDraftSchema = z.object({
  pseudonym,
  id: z.guid().nullable(),
  name: z.string().trim().min(1).max(40),
  value: z.number(),
  /** Empty where there is none; of a known score it is the known one. */
  unit: z.string().trim().max(20),
  takenOn: date,
});
export type ScoreDraft = z.infer<typeof scoreDraftSchema>;

interface Whose {
  id: string;
  dateOffsetDays: number;
}

function refuse(reason: string, field: string): never {
  throw new AppError("invalid-input", reason, { reason, field });
}

function readDate(text: string, field: string, today: Date): GivenDate | null {
  if (text === "") return null;
  const given = parseGivenDate(text) ?? refuse("date-wrong", field);
  return given.firstDay > today ? refuse("date-future", field) : given;
}

/** A typed diagnosis as it is kept. @throws AppError `invalid-input` with `reason` and `field` */
export function readDiagnosisDraft(draft: DiagnosisDraft, subject: Whose, today: Date): NewDiagnosis {
  const asserted = readDate(draft.assertedOn, "assertedOn", today) ?? refuse("date-missing", "assertedOn");
  const onset = readDate(draft.onsetOn, "onsetOn", today);
  const abated = readDate(draft.abatedOn, "abatedOn", today);
  if (onset && onset.firstDay > lastDayOf(asserted)) refuse("date-order", "onsetOn");
  if (abated && asserted.firstDay > lastDayOf(abated)) refuse("date-order", "abatedOn");
  const kept = (given: GivenDate) => shiftDay(given.firstDay, subject.dateOffsetDays);
  return {
    subjectId: subject.id,
    code: draft.code,
    assertedOn: kept(asserted),
    assertedPrecision: asserted.precision,
    onsetOn: onset && kept(onset),
    onsetPrecision: onset?.precision ?? null,
    abatedOn: abated && kept(abated),
    abatedPrecision: abated?.precision ?? null,
    verification: draft.verification,
  };
}

/** A typed score as it is kept. @throws AppError `invalid-input` with `reason` and `field` */
export function readScoreDraft(draft: ScoreDraft, subject: Whose, today: Date): NewScore {
  const name = scoreNameOf(draft.name) ?? refuse("score-wrong", "name");
  if (!isPlausible(name, draft.value)) refuse("value-implausible", "value");
  const taken = readDate(draft.takenOn, "takenOn", today) ?? refuse("date-missing", "takenOn");
  if (taken.precision !== "day") refuse("date-imprecise", "takenOn");
  const known = findScore(name);
  return {
    subjectId: subject.id,
    name,
    value: draft.value,
    unit: known ? known.unit : draft.unit || null,
    takenOn: shiftDay(taken.firstDay, subject.dateOffsetDays),
  };
}
