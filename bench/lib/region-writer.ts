import { randomUUID } from "node:crypto";
import { db, inTransaction } from "@/lib/platform/db/client";

/** Adds one exam after the other, each in a transaction of its own, until it is stopped. @returns how many */
export function startWriting(pauseMs: number): () => Promise<number> {
  let isOpen = true;
  let written = 0;
  const work = (async () => {
    while (isOpen) {
      await addExam();
      written += 1;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  })();
  return async () => {
    isOpen = false;
    await work;
    return written;
  };
}

async function addExam(): Promise<void> {
  const examId = randomUUID();
  await inTransaction(async (tx) => {
    await tx.$executeRaw`
      INSERT INTO "Exam" ("id", "subjectId", "visitId", "siteId", "scannerId", "epochId", "studyInstanceUid", "examAt",
        "ageAtExamYears", "fieldStrengthTesla", "synthetic")
      SELECT ${examId}::uuid, e."subjectId", e."visitId", e."siteId", e."scannerId", e."epochId",
        ${`2.25.${examId}`}, e."examAt", e."ageAtExamYears", e."fieldStrengthTesla", true
      FROM "Exam" e WHERE e."id" >= ${randomUUID()}::uuid ORDER BY e."id" LIMIT 1`;
    await tx.$executeRaw`
      INSERT INTO "Series" ("id", "examId", "seriesInstanceUid", "sopClassUid", "state", "role", "is3D", "voxelSizeMaxMm")
      SELECT gen_random_uuid(), e."id", ${`2.25.${examId}.`} || n, '1.2.840.10008.5.1.4.1.1.4', 'complete',
        (ARRAY['T1w', 'FLAIR', 'DWI', 'SWI'])[1 + n % 4]::"SequenceRole", n % 2 = 0, 1
      FROM "Exam" e, generate_series(1, 12) n WHERE e."id" = ${examId}::uuid`;
  });
}

/** Exams in the base tables now. */
export function countExams(): Promise<number> {
  return db().exam.count();
}
