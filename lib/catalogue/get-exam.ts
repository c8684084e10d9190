import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findDerived } from "./derived-view-store";
import { diagnosisAt } from "./diagnosis-at";
import { isUndated } from "./exam-date";
import type { ExamRecord } from "./record";
import { findExamRow, findFirstVisitAt, findOtherExams } from "./record-store";
import {
  mayView,
  summariseDiagnosis,
  summariseExam,
  summariseSeries,
  summariseSubject,
} from "./summarise-record";

/**
 * What was acquired in an exam, on which scanner, and which diagnoses held at its date.
 * @throws AppError `not-found` outside the actor's rights
 */
export async function getExam(actor: Actor, examId: string): Promise<ExamRecord> {
  const filter = examFilter(actor, "browse");
  const row = await findExamRow(db(), filter, examId);
  if (!row) throw new AppError("not-found");
  const [firstVisitAt, derived, others] = await Promise.all([
    findFirstVisitAt(db(), row.subject.id),
    findDerived(db(), filter, { examId }),
    findOtherExams(db(), filter, row.subject.id, examId),
  ]);
  await audit(db(), actor, { type: "exam.viewed", detail: { examId } });
  return {
    exam: summariseExam(actor, row),
    subject: summariseSubject(row.subject),
    diagnoses: row.subject.diagnoses.map((diagnosis) => {
      const { code, labelFr, labelEn, verification, asserted } = summariseDiagnosis(diagnosis, firstVisitAt);
      return { code, labelFr, labelEn, verification, asserted, status: diagnosisAt(diagnosis, row.examAt) };
    }),
    series: row.series.map(summariseSeries),
    derived,
    others: others.map((other) => ({
      id: other.id,
      month: isUndated(other.examAt) ? null : other.visit.monthsFromFirst,
      scannerModel: other.scanner.model,
      canView: mayView(actor, other) && other.series.length > 0,
    })),
  };
}
