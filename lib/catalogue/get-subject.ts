import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { can, examFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { ExamSummary, SubjectRecord, SubjectScore } from "./record";
import { findFirstVisitAt, findSubjectRow } from "./record-store";
import { relativeTo } from "./relative-date";
import { summariseDiagnosis, summariseExam, summariseSubject } from "./summarise-record";

/**
 * A subject with the exams that the actor may browse, and her diagnoses and scores; every time is in months since the
 * first visit.
 * @throws AppError `not-found` for an unknown pseudonym and for a subject without an exam inside the actor's rights
 */
export async function getSubject(actor: Actor, pseudonym: string): Promise<SubjectRecord> {
  const row = await findSubjectRow(db(), examFilter(actor, "browse"), pseudonym);
  if (!row) throw new AppError("not-found");
  const firstVisitAt = await findFirstVisitAt(db(), row.id);
  await audit(db(), actor, { type: "subject.viewed", detail: { subjectId: row.id } });

  const visits = new Map<string, ExamSummary[]>();
  for (const exam of row.exams) {
    const exams = visits.get(exam.visit.id) ?? [];
    exams.push(summariseExam(actor, exam));
    visits.set(exam.visit.id, exams);
  }
  return {
    subject: summariseSubject(row),
    visits: [...visits]
      .map(([id, exams]) => ({ id, month: exams[0]?.month ?? null, exams }))
      .sort((a, b) => (a.month ?? Infinity) - (b.month ?? Infinity) || 0),
    diagnoses: row.diagnoses.map((diagnosis) => summariseDiagnosis(diagnosis, firstVisitAt)),
    scores: scoresOf(row.scores, firstVisitAt),
    projects: row.memberships.map(({ project, status }) => ({ name: project.name, status })),
    canEdit: !row.phantom && row.exams.some(({ siteId }) => can(actor, "clinical.edit", { siteId })),
  };
}

function scoresOf(
  rows: readonly { name: string; value: number; unit: string | null; takenOn: Date }[],
  firstVisitAt: Date | null,
): SubjectScore[] {
  const scores = new Map<string, SubjectScore>();
  for (const { name, value, unit, takenOn } of rows) {
    const month = relativeTo(firstVisitAt, takenOn)?.fromMonth;
    if (month === undefined) continue;
    const score = scores.get(name) ?? { name, unit, points: [] };
    score.points.push({ month, value });
    scores.set(name, score);
  }
  return [...scores.values()];
}
