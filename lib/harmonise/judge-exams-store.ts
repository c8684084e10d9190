import type { Tx } from "@/lib/platform/db/client";

/** Holds exams against another judging of them; rows that refer to them can still be written. */
export async function lockExams(tx: Tx, examIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM "Exam" WHERE "id" = ANY(${[...examIds]}::uuid[]) ORDER BY "id" FOR NO KEY UPDATE`;
}
