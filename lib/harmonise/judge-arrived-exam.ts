import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { judgeExams } from "./judge-exams";

/**
 * Judges one exam by the protocols that were valid when it was acquired.
 * @throws AppError `forbidden`
 */
export async function judgeArrivedExam(actor: Actor, examId: string): Promise<void> {
  requireCan(actor, "protocols.manage");
  await inTransaction((tx) => judgeExams(tx, [examId]));
}
