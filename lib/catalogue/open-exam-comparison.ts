import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { ViewableExam } from "./viewable-exam";
import { findViewableExam } from "./viewable-exam-store";

/**
 * Two exams of one subject, to be shown side by side.
 * @throws AppError `not-found` when either lies outside the actor's view rights; `invalid-input` for one exam twice or
 * for exams of two subjects
 */
export async function openExamComparison(
  actor: Actor,
  a: string,
  b: string,
): Promise<[ViewableExam, ViewableExam]> {
  const filter = examFilter(actor, "view");
  const [first, second] = await Promise.all([
    findViewableExam(db(), filter, a),
    findViewableExam(db(), filter, b),
  ]);
  if (!first || !second) throw new AppError("not-found");
  if (a === b || first.subjectId !== second.subjectId) throw new AppError("invalid-input");
  await audit(db(), actor, { type: "exams.compared", detail: { examIds: [a, b] } });
  const { subjectId: _first, ...examA } = first;
  const { subjectId: _second, ...examB } = second;
  return [examA, examB];
}
