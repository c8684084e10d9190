import { randomUUID } from "node:crypto";
import { db } from "@/lib/platform/db/client";

/**
 * The question of cohorts.spec.ts, written by hand: exams with multiple sclerosis (any form) by then, a 3D FLAIR that
 * some protocol finds compliant, a T1w, and another visit 9 to 15 months later (274 to 457 days) on the same scanner.
 * The neuroscientist of the demonstration may browse the whole network.
 */
const ANSWERING = `
  WITH RECURSIVE ms(code) AS (
    SELECT t."code" FROM "DiagnosisTerm" t WHERE t."labelEn" = 'multiple sclerosis'
    UNION SELECT a."descendantCode" FROM "DiagnosisTermAncestor" a JOIN ms ON ms.code = a."ancestorCode"
      WHERE a."depth" = 1)
  SELECT e."id", e."subjectId" FROM "Exam" e JOIN "Visit" v ON v."id" = e."visitId"
  WHERE EXISTS (SELECT 1 FROM "Diagnosis" d JOIN ms ON ms.code = d."code"
      WHERE d."subjectId" = e."subjectId" AND d."verification" <> 'refuted'
        AND d."assertedOn" + (CASE d."assertedPrecision" WHEN 'day' THEN 0 WHEN 'month' THEN 30 ELSE 365 END)
          <= e."examAt"::date
        AND (d."abatedOn" IS NULL OR d."abatedOn" > e."examAt"::date))
    AND EXISTS (SELECT 1 FROM "Series" s JOIN "Verdict" w ON w."seriesId" = s."id"
      WHERE s."examId" = e."id" AND s."role" = 'FLAIR' AND s."is3D" AND w."current" AND w."value" = 'compliant')
    AND EXISTS (SELECT 1 FROM "Series" s WHERE s."examId" = e."id" AND s."role" = 'T1w')
    AND EXISTS (SELECT 1 FROM "Exam" e2 JOIN "Visit" v2 ON v2."id" = e2."visitId"
      WHERE e2."subjectId" = e."subjectId" AND e2."scannerId" = e."scannerId" AND v2."id" <> v."id"
        AND v2."startedAt"::date - v."startedAt"::date BETWEEN 274 AND 457)`;

/** The series that the question speaks of: the compliant 3D FLAIR and the T1w of the answering exams. */
const SERIES = `
  SELECT count(*) AS n FROM "Series" s JOIN (${ANSWERING}) a ON a."id" = s."examId"
  WHERE s."role" = 'T1w' OR (s."role" = 'FLAIR' AND s."is3D" AND EXISTS (
    SELECT 1 FROM "Verdict" w WHERE w."seriesId" = s."id" AND w."current" AND w."value" = 'compliant'))`;

async function numberOf(sql: string): Promise<number> {
  const [row] = await db().$queryRawUnsafe<{ n: bigint }[]>(sql);
  return Number(row?.n);
}

/** The three counts of the question, by SQL that shares nothing with the catalogue's own. */
export async function countByHand(): Promise<{ subjects: number; exams: number; series: number }> {
  return {
    subjects: await numberOf(`SELECT count(DISTINCT "subjectId") AS n FROM (${ANSWERING}) a`),
    exams: await numberOf(`SELECT count(*) AS n FROM (${ANSWERING}) a`),
    series: await numberOf(SERIES),
  };
}

const newUid = () => `2.25.${BigInt(`0x${randomUUID().replaceAll("-", "")}`)}`;

/**
 * One more exam that answers the question, received now: a second Study of the visit of one that answers, with its series
 * and what the protocols say of them. `removeExam` takes it out again.
 */
export async function addMatchingExam(): Promise<{ examId: string; pseudonym: string }> {
  const [answering] = await db().$queryRawUnsafe<{ id: string }[]>(`${ANSWERING} ORDER BY e."id" LIMIT 1`);
  const { subject, clock, series, protocols, ...exam } = await db().exam.findUniqueOrThrow({
    where: { id: answering?.id ?? "" },
    include: { subject: true, clock: true, series: { include: { verdicts: true } }, protocols: true },
  });
  const examId = randomUUID();
  await db().$transaction(async (tx) => {
    await tx.exam.create({ data: { ...exam, id: examId, studyInstanceUid: newUid() } });
    await tx.examClock.create({
      data: { examId, acquiredAt: clock?.acquiredAt ?? new Date(), receivedAt: new Date() },
    });
    await tx.examProtocol.createMany({
      data: protocols.map(({ findings, ...protocol }) => ({ ...protocol, findings: findings ?? [], examId })),
    });
    for (const { verdicts, deidReport, ...one } of series) {
      const seriesId = randomUUID();
      await tx.series.create({
        data: {
          ...one,
          deidReport: deidReport ?? undefined,
          id: seriesId,
          examId,
          seriesInstanceUid: newUid(),
        },
      });
      await tx.verdict.createMany({
        data: verdicts.map(({ findings, ...verdict }) => ({
          ...verdict,
          findings: findings ?? [],
          seriesId,
        })),
      });
    }
  });
  return { examId, pseudonym: subject.pseudonym };
}

export async function removeExam(examId: string): Promise<void> {
  await db().exam.delete({ where: { id: examId } });
}
