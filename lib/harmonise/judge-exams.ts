import type { Tx } from "@/lib/platform/db/client";
import { lockExams } from "./judge-exams-store";

/** Judges exams in the caller's transaction. */
export async function judgeExams(tx: Tx, examIds: readonly string[]): Promise<{ changed: number }> {
  await lockExams(tx, examIds);
  return { changed: 0 };
}
