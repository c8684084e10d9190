import type { Prisma } from "@/lib/platform/db/client";
import { type Tx } from "@/lib/platform/db/client";
import type { NewDiagnosis, NewScore } from "./clinical-row";

/** A subject that may be edited. Never leaves the server. */
export interface EditableSubject {
  id: string;
  dateOffsetDays: number;
}

/**
 * A person by pseudonym who has an exam at one of the sites, and has not withdrawn; `null` for every site. Null when
 * there is none.
 */
export async function findEditableSubject(
  tx: Tx,
  siteIds: readonly string[] | null,
  subject: { pseudonym: string } | { id: string },
): Promise<EditableSubject | null> {
  const row = await tx.subject.findFirst({
    where: {
      ...subject,
      phantom: false,
      exams: { some: siteIds === null ? {} : { siteId: { in: [...siteIds] } } },
      withdrawals: { none: {} },
    },
    select: { id: true, secret: { select: { dateOffsetDays: true } } },
  });
  return row?.secret ? { id: row.id, dateOffsetDays: row.secret.dateOffsetDays } : null;
}

const DIAGNOSIS = {
  id: true,
  subjectId: true,
  code: true,
  onsetOn: true,
  onsetPrecision: true,
  assertedOn: true,
  assertedPrecision: true,
  abatedOn: true,
  abatedPrecision: true,
  verification: true,
  importId: true,
} satisfies Prisma.DiagnosisSelect;
const SCORE = {
  id: true,
  subjectId: true,
  name: true,
  value: true,
  unit: true,
  takenOn: true,
  importId: true,
} satisfies Prisma.ScoreSelect;

export type KeptDiagnosis = Prisma.DiagnosisGetPayload<{ select: typeof DIAGNOSIS }>;
export type KeptScore = Prisma.ScoreGetPayload<{ select: typeof SCORE }>;

/** What is stated of a subject, in order of time. */
export async function findClinicalRows(tx: Tx, subjectId: string) {
  const diagnoses = await tx.diagnosis.findMany({
    where: { subjectId },
    orderBy: [{ assertedOn: "asc" }, { id: "asc" }],
    select: { ...DIAGNOSIS, term: { select: { labelFr: true, labelEn: true } } },
  });
  const scores = await tx.score.findMany({
    where: { subjectId },
    orderBy: [{ takenOn: "asc" }, { name: "asc" }, { id: "asc" }],
    select: SCORE,
  });
  return { diagnoses, scores };
}

/** Whether a term exists, as the database names it. */
export async function isTerm(tx: Tx, code: string): Promise<boolean> {
  return (await tx.diagnosisTerm.count({ where: { code } })) > 0;
}

/** Whether another statement says the same of the subject. */
export async function isStated(tx: Tx, diagnosis: NewDiagnosis, exceptId: string | null): Promise<boolean> {
  const where = { ...diagnosis, ...(exceptId !== null && { id: { not: exceptId } }) };
  return (await tx.diagnosis.count({ where })) > 0;
}

/** Whether the score was taken on that day already. */
export async function isScored(tx: Tx, score: NewScore, exceptId: string | null): Promise<boolean> {
  const { subjectId, name, takenOn } = score;
  const where = { subjectId, name, takenOn, ...(exceptId !== null && { id: { not: exceptId } }) };
  return (await tx.score.count({ where })) > 0;
}

/** @returns its id; null when there is none of that id for the subject */
export async function writeDiagnosis(
  tx: Tx,
  id: string | null,
  diagnosis: NewDiagnosis,
): Promise<string | null> {
  if (id === null) return (await tx.diagnosis.create({ data: diagnosis, select: { id: true } })).id;
  const { count } = await tx.diagnosis.updateMany({
    where: { id, subjectId: diagnosis.subjectId },
    data: diagnosis,
  });
  return count > 0 ? id : null;
}

/** @returns its id; null when there is none of that id for the subject */
export async function writeScore(tx: Tx, id: string | null, score: NewScore): Promise<string | null> {
  if (id === null) return (await tx.score.create({ data: score, select: { id: true } })).id;
  const { count } = await tx.score.updateMany({ where: { id, subjectId: score.subjectId }, data: score });
  return count > 0 ? id : null;
}

/** Removes a diagnosis of a subject and gives it; null when there is none. */
export async function takeDiagnosis(tx: Tx, subjectId: string, id: string): Promise<KeptDiagnosis | null> {
  const row = await tx.diagnosis.findFirst({ where: { id, subjectId }, select: DIAGNOSIS });
  if (row) await tx.diagnosis.delete({ where: { id }, select: { id: true } });
  return row;
}

/** Removes a score of a subject and gives it; null when there is none. */
export async function takeScore(tx: Tx, subjectId: string, id: string): Promise<KeptScore | null> {
  const row = await tx.score.findFirst({ where: { id, subjectId }, select: SCORE });
  if (row) await tx.score.delete({ where: { id }, select: { id: true } });
  return row;
}

/** Puts a removed diagnosis back; false when it is there, or its import has been taken back since. */
export async function restoreDiagnosis(tx: Tx, row: KeptDiagnosis): Promise<boolean> {
  if ((await tx.diagnosis.count({ where: { id: row.id } })) > 0) return false;
  if (!(await importStands(tx, row.importId))) return false;
  await tx.diagnosis.create({ data: row, select: { id: true } });
  return true;
}

/** Puts a removed score back; false when it is there, or its import has been taken back since. */
export async function restoreScore(tx: Tx, row: KeptScore): Promise<boolean> {
  if ((await tx.score.count({ where: { id: row.id } })) > 0) return false;
  if (!(await importStands(tx, row.importId))) return false;
  await tx.score.create({ data: row, select: { id: true } });
  return true;
}

async function importStands(tx: Tx, importId: string | null): Promise<boolean> {
  if (importId === null) return true;
  return (await tx.clinicalImport.count({ where: { id: importId, undoneAt: null } })) > 0;
}
