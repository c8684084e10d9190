import { randomUUID } from "node:crypto";
import { linkageHash } from "@/lib/deid/identity";
import { db } from "@/lib/platform/db/client";
import { secrets } from "@/lib/platform/secrets";
import { shiftTime } from "../../exam-date";

/** A site with a scanner, to which subjects are added. */
export interface Clinic {
  siteId: string;
  siteCode: string;
  scannerId: string;
  epochId: string;
}

export interface Patient {
  id: string;
  pseudonym: string;
  identifier: string;
  dateOffsetDays: number;
}

export async function writeClinic(siteCode: string): Promise<Clinic> {
  const site = await db().site.create({
    data: { code: siteCode, name: `Hospital ${siteCode}`, city: "Lille" },
  });
  const scanner = await db().scanner.create({
    data: { siteId: site.id, manufacturer: "Siemens", model: "Prisma", fieldStrengthTesla: 3 },
  });
  const epoch = await db().scannerEpoch.create({
    data: { scannerId: scanner.id, softwareVersions: "XA30", startedAt: new Date("2015-01-01T00:00:00Z") },
  });
  return { siteId: site.id, siteCode, scannerId: scanner.id, epochId: epoch.id };
}

/** A person with exams at true times, found by a hospital's identifier. */
export async function writePatient(
  clinic: Clinic,
  identifier: string,
  trueExams: readonly string[],
  facts: { dateOffsetDays: number; sex?: "female" | "male"; ageYears?: number },
): Promise<Patient> {
  const hash = linkageHash(secrets().linkageKey, clinic.siteCode, identifier);
  const serial = randomUUID().replaceAll("-", "").toUpperCase();
  const pseudonym = `ARI-${serial.slice(0, 4)}-${serial.slice(4, 6)}`;
  const { dateOffsetDays } = facts;
  const subject = await db().subject.create({
    data: {
      pseudonym,
      synthetic: true,
      ...(facts.sex && { sex: facts.sex }),
      secret: { create: { dateOffsetDays, countKey: 7n } },
      ...(hash && { links: { create: { linkageHash: new Uint8Array(hash), siteId: clinic.siteId } } }),
    },
  });
  for (const trueExam of trueExams) {
    const examAt = shiftTime(new Date(trueExam), dateOffsetDays);
    const visit = await db().visit.create({
      data: { subjectId: subject.id, scannerId: clinic.scannerId, startedAt: examAt },
    });
    await db().exam.create({
      data: {
        subjectId: subject.id,
        visitId: visit.id,
        siteId: clinic.siteId,
        scannerId: clinic.scannerId,
        epochId: clinic.epochId,
        studyInstanceUid: `2.25.${BigInt(`0x${randomUUID().replaceAll("-", "")}`)}`,
        examAt,
        fieldStrengthTesla: 3,
        ageAtExamYears: facts.ageYears ?? null,
      },
    });
  }
  return { id: subject.id, pseudonym, identifier, dateOffsetDays };
}
