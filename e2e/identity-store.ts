import { randomUUID } from "node:crypto";
import { db } from "@/lib/platform/db/client";

/** Two made-up subjects of two sites who may be one person; the second has an exam, so that it is the one that stays. */
export async function insertMatch(): Promise<{ merged: string; kept: string }> {
  const sites = await db().site.findMany({ orderBy: { code: "asc" }, take: 2 });
  const pseudonyms: string[] = [];
  const ids: string[] = [];
  for (const site of sites) {
    const pseudonym = `ARI-E2E${randomUUID().slice(0, 4)}`.toUpperCase();
    const { id } = await db().subject.create({
      data: {
        pseudonym,
        sex: "female",
        synthetic: true,
        secret: { create: { dateOffsetDays: 40_000 + pseudonyms.length, countKey: 1n } },
        links: {
          create: { linkageHash: new Uint8Array(Buffer.from(randomUUID())), siteId: site.id },
        },
      },
    });
    pseudonyms.push(pseudonym);
    ids.push(id);
  }
  const [first = "", second = ""] = ids;
  const site = sites[1];
  const scanner = await db().scanner.findFirstOrThrow({
    where: { siteId: site?.id ?? "" },
    include: { epochs: true },
  });
  const examAt = new Date("2150-01-01T08:00:00Z");
  const visit = await db().visit.create({
    data: { subjectId: second, scannerId: scanner.id, startedAt: examAt },
  });
  await db().exam.create({
    data: {
      subjectId: second,
      visitId: visit.id,
      siteId: scanner.siteId,
      scannerId: scanner.id,
      epochId: scanner.epochs[0]?.id ?? "",
      studyInstanceUid: `2.25.${BigInt(`0x${randomUUID().replaceAll("-", "")}`)}`,
      examAt,
      ageAtExamYears: 54,
      fieldStrengthTesla: 3,
      synthetic: true,
    },
  });
  const [subjectAId = "", subjectBId = ""] = [first, second].sort();
  await db().identityMatch.create({
    data: { subjectAId, subjectBId, agreeing: ["name-birth", "name-birth-sex"] },
  });
  return { merged: pseudonyms[0] ?? "", kept: pseudonyms[1] ?? "" };
}

/** Takes the subjects of `insertMatch` out again, whatever became of them. */
export async function removeMatch(pseudonyms: readonly string[]): Promise<void> {
  const subject = { pseudonym: { in: [...pseudonyms] } };
  await db().exam.deleteMany({ where: { subject } });
  await db().subject.deleteMany({ where: subject });
}

/** Whether the list holds anybody added since a time; and whether an identifier stands anywhere in it or the audit. */
export async function oppositionTraces(given: { since: string; identifier: string }): Promise<boolean> {
  const rows = await db().opposition.findMany({ where: { addedAt: { gte: new Date(given.since) } } });
  const events = await db().auditEvent.findMany({ where: { at: { gte: new Date(given.since) } } });
  return JSON.stringify([rows, events]).includes(given.identifier);
}
