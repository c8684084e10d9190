import { randomUUID } from "node:crypto";
import { type DeidReport, deidReportSchema, mergeReports } from "@/lib/deid/report";
import { registerEpoch } from "@/lib/network/register-scanner-store";
import { now } from "@/lib/platform/clock";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { enqueue } from "@/lib/platform/queue";
import { shiftTime } from "./exam-date";
import { planVisits } from "./visits";

/** An exam as its first file tells it; UIDs remapped, texts cleaned. */
export interface ExamFacts {
  studyInstanceUid: string;
  subjectId: string;
  /** By which identifier the subject was found; null without one. */
  linkageHash: Uint8Array<ArrayBuffer> | null;
  dateOffsetDays: number;
  siteId: string;
  scannerId: string;
  softwareVersions: string;
  fieldStrengthTesla: number;
  /** True start; null when the header has no usable date. */
  acquiredAt: Date | null;
  ageAtExamYears: number | null;
  description: string | null;
}

/** A series as its first file tells it. */
export interface SeriesFacts {
  /** The id it has, or gets. */
  id: string;
  seriesInstanceUid: string;
  seriesNumber: number | null;
  description: string | null;
  protocolName: string | null;
  sopClassUid: string;
  /** What passed it: the profile's version, the digest of its rules, and what was done to each attribute. */
  deidProfile: string | null;
  deidRulesDigest: Uint8Array<ArrayBuffer>;
  deidReport: DeidReport;
  bodyPart: string | null;
}

export interface InstanceFacts {
  uidHash: Uint8Array<ArrayBuffer>;
  digest: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the stored bytes. */
  objectSha256: Uint8Array<ArrayBuffer>;
  byteCount: number;
  frameCount: number;
}

/** While instances still come, the series waits this long after the last of them. */
export const SETTLE_SECONDS = 20;

/** Digests and series of the instance with this UID hash, or null. */
export async function findInstance(
  tx: Tx,
  uidHash: Uint8Array<ArrayBuffer>,
): Promise<{ digest: Uint8Array; objectSha256: Uint8Array | null; seriesId: string } | null> {
  return tx.instance.findUnique({
    where: { uidHash },
    select: { digest: true, objectSha256: true, seriesId: true },
  });
}

/** Id of the series with this remapped UID, or null. */
export async function findSeriesId(tx: Tx, seriesInstanceUid: string): Promise<string | null> {
  const row = await tx.series.findUnique({ where: { seriesInstanceUid }, select: { id: true } });
  return row?.id ?? null;
}

/**
 * Rows of instances whose bytes are already stored, with their series, exam, visit and epoch where these are new, and
 * the job that makes the series' volumes: all in the caller's transaction.
 * @returns "moved" when the series or exam exists by now under another id or subject: nothing was written
 */
export async function registerInstances(
  tx: Tx,
  exam: ExamFacts,
  series: SeriesFacts,
  instances: readonly InstanceFacts[],
): Promise<"registered" | "moved"> {
  const examId = await registerExam(tx, exam);
  if (examId === null) return "moved";
  const { id, ...facts } = series;
  const known = await findSeriesId(tx, series.seriesInstanceUid);
  if (known !== null && known !== id) return "moved";
  const added = {
    instanceCount: instances.length,
    frameCount: sum(instances.map((instance) => instance.frameCount)),
    byteCount: BigInt(sum(instances.map((instance) => instance.byteCount))),
  };
  if (known === null) {
    await tx.series.create({
      data: { id, examId, ...facts, ...added, hasPixels: true },
      select: { id: true },
    });
  } else {
    const earlier = await tx.series.findUniqueOrThrow({ where: { id }, select: { deidReport: true } });
    const report = deidReportSchema.catch([]).parse(earlier.deidReport ?? []);
    await tx.series.update({
      where: { id },
      data: {
        deidProfile: facts.deidProfile,
        deidRulesDigest: facts.deidRulesDigest,
        deidReport: mergeReports(report, facts.deidReport),
        state: "arriving",
        failure: null,
        instanceCount: { increment: added.instanceCount },
        frameCount: { increment: added.frameCount },
        byteCount: { increment: added.byteCount },
      },
      select: { id: true },
    });
  }
  await tx.instance.createMany({ data: instances.map((instance) => ({ ...instance, seriesId: id })) });
  await tx.scanner.update({
    where: { id: exam.scannerId },
    data: { lastReceivedAt: now() },
    select: { id: true },
  });
  await enqueueCompletion(tx, id, SETTLE_SECONDS);
  return "registered";
}

/** Asks for the series' volumes, now or later; a request that waits is replaced. */
export async function enqueueCompletion(tx: Tx, seriesId: string, delaySeconds: number): Promise<void> {
  await enqueue(tx, "series.complete", { seriesId }, `series.complete:${seriesId}`, delaySeconds);
}

async function registerExam(tx: Tx, facts: ExamFacts): Promise<string | null> {
  // One at a time per subject: visits are planned from all of her exams.
  await tx.$queryRaw`SELECT id FROM "Subject" WHERE id = ${facts.subjectId}::uuid FOR UPDATE`;
  const known = await tx.exam.findUnique({
    where: { studyInstanceUid: facts.studyInstanceUid },
    select: { id: true, subjectId: true },
  });
  if (known) return known.subjectId === facts.subjectId ? known.id : null;

  // Subjects are merged and split meanwhile: the identifier may lead to somebody else by now.
  if (facts.linkageHash && !(await leadsTo(tx, facts.linkageHash, facts.subjectId))) return null;
  const { subjectId, scannerId, acquiredAt } = facts;
  const epochId = await registerEpoch(tx, scannerId, facts.softwareVersions, acquiredAt);
  const examAt = shiftTime(acquiredAt, facts.dateOffsetDays);
  const visit = await tx.visit.create({
    data: { subjectId, scannerId, startedAt: examAt },
    select: { id: true },
  });
  const id = randomUUID();
  await tx.exam.create({
    data: {
      id,
      subjectId,
      visitId: visit.id,
      siteId: facts.siteId,
      scannerId,
      epochId,
      studyInstanceUid: facts.studyInstanceUid,
      examAt,
      ageAtExamYears: facts.ageAtExamYears,
      description: facts.description,
      fieldStrengthTesla: facts.fieldStrengthTesla,
      // An undated exam has no true time: its reception time says nothing about when it was acquired.
      ...(acquiredAt && { clock: { create: { acquiredAt, receivedAt: now() } } }),
    },
    select: { id: true },
  });
  await regroupVisits(tx, subjectId);
  if (facts.linkageHash) await noteExamOfMerge(tx, subjectId, facts.linkageHash, id);
  return id;
}

async function leadsTo(tx: Tx, linkageHash: Uint8Array<ArrayBuffer>, subjectId: string): Promise<boolean> {
  const link = await tx.subjectLink.findUnique({ where: { linkageHash }, select: { subjectId: true } });
  return link?.subjectId === subjectId;
}

/** An exam that comes by an identifier of a merged subject goes back with it if the merge is split. */
async function noteExamOfMerge(
  tx: Tx,
  subjectId: string,
  linkageHash: Uint8Array,
  examId: string,
): Promise<void> {
  const hash = Buffer.from(linkageHash).toString("hex");
  await tx.$executeRaw(Prisma.sql`
    UPDATE "SubjectMerge"
    SET "moved" = jsonb_set("moved", '{exams}', ("moved" -> 'exams') || to_jsonb(${examId}::text))
    WHERE "subjectId" = ${subjectId}::uuid AND "state" <> 'split'
      AND "moved" -> 'links' @> jsonb_build_array(jsonb_build_object('hash', ${hash}::text))`);
}

/** Brings a subject's visits in line with her exams; an earlier exam moves the months of all later ones. */
export async function regroupVisits(tx: Tx, subjectId: string): Promise<void> {
  const exams = await tx.exam.findMany({
    where: { subjectId },
    select: { id: true, scannerId: true, examAt: true, visitId: true },
  });
  const planned = planVisits(exams.map(({ id, ...exam }) => ({ examId: id, ...exam })));
  const kept: string[] = [];
  for (const { visitId, scannerId, startedAt, monthsFromFirst, examIds } of planned) {
    const data = { subjectId, scannerId, startedAt, monthsFromFirst };
    const visit = visitId
      ? await tx.visit.update({ where: { id: visitId }, data, select: { id: true } })
      : await tx.visit.create({ data, select: { id: true } });
    kept.push(visit.id);
    await tx.exam.updateMany({
      where: { id: { in: examIds }, visitId: { not: visit.id } },
      data: { visitId: visit.id },
    });
  }
  await tx.visit.deleteMany({ where: { subjectId, id: { notIn: kept } } });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
