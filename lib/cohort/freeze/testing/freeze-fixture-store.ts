import { randomUUID } from "node:crypto";
import { UNDATED } from "@/lib/catalogue/exam-date";
import { db } from "@/lib/platform/db/client";

// A small network that a test changes: two sites, a protocol, diagnoses, and subjects with one exam or two.

export interface Place {
  siteId: string;
  siteCode: string;
  scannerId: string;
  epochId: string;
}

export interface Subject {
  subjectId: string;
  pseudonym: string;
}

const DAY_MS = 86_400_000;
/** Shifted. */
const FIRST_DAY = new Date("2150-03-01T09:00:00Z");

export const MS_CODE = "DOID:2377";
/** A form of it. */
export const RELAPSING_CODE = "DOID:2378";

const uid = () => `2.25.${BigInt(`0x${randomUUID().replaceAll("-", "")}`)}`;

/** The diagnoses and the protocol of the network. @returns the id of the protocol's version */
export async function writeGround(): Promise<{ protocolVersionId: string; projectId: string }> {
  for (const [code, above] of [
    [MS_CODE, [MS_CODE]],
    [RELAPSING_CODE, [RELAPSING_CODE, MS_CODE]],
  ] as const) {
    await db().diagnosisTerm.create({ data: { code, labelEn: code, labelFr: code } });
    await db().diagnosisTermAncestor.createMany({
      data: above.map((ancestorCode, depth) => ({ ancestorCode, descendantCode: code, depth })),
    });
  }
  const protocol = await db().protocol.create({ data: { code: "NEURO", name: "Harmonised" } });
  const version = await db().protocolVersion.create({
    data: { protocolId: protocol.id, version: 1, validFrom: new Date("2020-01-01") },
  });
  const project = await db().project.create({ data: { code: "STUDY", name: "A study" } });
  return { protocolVersionId: version.id, projectId: project.id };
}

export async function writePlace(siteCode: string): Promise<Place> {
  const site = await db().site.create({ data: { code: siteCode, name: `Hospital ${siteCode}`, city: "" } });
  const scanner = await db().scanner.create({
    data: { siteId: site.id, manufacturer: "Siemens", model: "Prisma", fieldStrengthTesla: 3 },
  });
  const epoch = await db().scannerEpoch.create({
    data: { scannerId: scanner.id, softwareVersions: "XA30", startedAt: new Date("2024-01-01") },
  });
  return { siteId: site.id, siteCode, scannerId: scanner.id, epochId: epoch.id };
}

/** A subject with multiple sclerosis since a month before the first day. */
export async function writeSubject(pseudonym: string, diagnosed = true): Promise<Subject> {
  const subject = await db().subject.create({
    data: {
      pseudonym,
      sex: "female",
      secret: { create: { dateOffsetDays: 45_000, countKey: BigInt(pseudonym.length * 7919) } },
      ...(diagnosed
        ? {
            diagnoses: {
              create: { code: RELAPSING_CODE, assertedOn: new Date(FIRST_DAY.getTime() - 30 * DAY_MS) },
            },
          }
        : {}),
    },
  });
  return { subjectId: subject.id, pseudonym };
}

/**
 * An exam with a T1w, a 3D FLAIR and a localiser, received long ago unless said.
 * @param afterDays of the first day; null for an exam without a date
 */
export async function writeExam(
  { subjectId }: Subject,
  place: Place,
  more: {
    afterDays?: number | null;
    receivedAt?: Date;
    verdict?: { versionId: string; value: "compliant" | "minor" | "major" };
    projectId?: string;
  } = {},
): Promise<{ examId: string; flairId: string }> {
  const { afterDays = 0, receivedAt = new Date("2024-06-01"), verdict, projectId } = more;
  const examAt = afterDays === null ? UNDATED : new Date(FIRST_DAY.getTime() + afterDays * DAY_MS);
  const visit = await db().visit.create({
    data: { subjectId, scannerId: place.scannerId, startedAt: examAt, monthsFromFirst: 0 },
  });
  const judged = verdict ? { protocolVersionId: verdict.versionId, value: verdict.value } : null;
  const series = (role: "T1w" | "FLAIR" | "localiser", is3D: boolean) => ({
    seriesInstanceUid: uid(),
    sopClassUid: "1.2.840.10008.5.1.4.1.1.4",
    state: "complete" as const,
    role,
    is3D,
    repetitionTimeMs: 2300.5,
    echoTimesMs: role === "FLAIR" ? [2.98] : [2.98, 4.7],
    ...(judged && role !== "localiser" ? { verdicts: { create: judged } } : {}),
  });
  const exam = await db().exam.create({
    data: {
      subjectId,
      visitId: visit.id,
      siteId: place.siteId,
      scannerId: place.scannerId,
      epochId: place.epochId,
      studyInstanceUid: uid(),
      examAt,
      ageAtExamYears: 41,
      fieldStrengthTesla: 2.8936,
      clock: { create: { acquiredAt: receivedAt, receivedAt } },
      series: { create: [series("T1w", true), series("FLAIR", true), series("localiser", false)] },
      ...(judged ? { protocols: { create: { ...judged, isWhole: true } } } : {}),
      ...(projectId === undefined ? {} : { projects: { create: { projectId } } }),
    },
    select: { id: true, series: { where: { role: "FLAIR" }, select: { id: true } } },
  });
  return { examId: exam.id, flairId: exam.series[0]?.id ?? "" };
}
