import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { ViewableExam } from "./viewable-exam";
import { findViewableExam } from "./viewable-exam-store";

/**
 * An exam with the volumes a viewer can open.
 * @throws AppError `not-found` outside the actor's view rights
 */
export async function openExamViewer(actor: Actor, examId: string): Promise<ViewableExam> {
  const found = await findViewableExam(db(), examFilter(actor, "view"), examId);
  if (!found) throw new AppError("not-found");
  await audit(db(), actor, { type: "exam.viewed", detail: { examId } });
  const { subjectId: _, ...exam } = found;
  return exam;
}
