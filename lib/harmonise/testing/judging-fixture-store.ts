import { randomUUID } from "node:crypto";
import { protocolContentSchema } from "@/lib/harmonise/protocol/content";
import { db, type Prisma } from "@/lib/platform/db/client";

/** A scanner whose exams are judged, for tests. */
export interface JudgedPlace {
  siteId: string;
  scannerId: string;
  epochId: string;
  visitId: string;
  subjectId: string;
}

/** A site with one scanner and one subject. */
export async function writePlace(): Promise<JudgedPlace> {
  const code = randomUUID().slice(0, 8).toUpperCase();
  const site = await db().site.create({ data: { code, name: code, city: "" } });
  const scanner = await db().scanner.create({
    data: { siteId: site.id, manufacturer: "Siemens", model: "Prisma", fieldStrengthTesla: 3 },
  });
  const epoch = await db().scannerEpoch.create({
    data: { scannerId: scanner.id, softwareVersions: "XA30", startedAt: new Date("2020-01-01T00:00:00Z") },
  });
  const subject = await db().subject.create({ data: { pseudonym: `ARI-${code}` } });
  const visit = await db().visit.create({
    data: { subjectId: subject.id, scannerId: scanner.id, startedAt: new Date("2150-01-01T00:00:00Z") },
  });
  return {
    siteId: site.id,
    scannerId: scanner.id,
    epochId: epoch.id,
    visitId: visit.id,
    subjectId: subject.id,
  };
}

const uid = () => `2.25.${BigInt(`0x${randomUUID().replaceAll("-", "")}`)}`;

/** Exams acquired on a true day, each with the same series. */
export async function writeExams(
  place: JudgedPlace,
  count: number,
  on: string,
  series: readonly Omit<
    Prisma.SeriesCreateManyInput,
    "id" | "examId" | "seriesInstanceUid" | "sopClassUid"
  >[],
  more: Partial<Prisma.ExamCreateManyInput> = {},
): Promise<{ examId: string; seriesIds: string[] }[]> {
  const made = Array.from({ length: count }, () => ({
    examId: randomUUID(),
    seriesIds: series.map(() => randomUUID()),
  }));
  const { subjectId, visitId, siteId, scannerId, epochId } = place;
  await db().exam.createMany({
    data: made.map(({ examId }) => ({
      ...{ subjectId, visitId, siteId, scannerId, epochId },
      id: examId,
      studyInstanceUid: uid(),
      examAt: new Date("2150-01-01T00:00:00Z"),
      fieldStrengthTesla: 3,
      ...more,
    })),
  });
  const acquiredAt = new Date(`${on}T23:30:00Z`);
  await db().examClock.createMany({
    data: made.map(({ examId }) => ({ examId, acquiredAt, receivedAt: acquiredAt })),
  });
  await db().series.createMany({
    data: made.flatMap(({ examId, seriesIds }) =>
      series.map((one, index) => ({
        state: "complete" as const,
        ...one,
        id: seriesIds[index],
        examId,
        seriesInstanceUid: uid(),
        sopClassUid: "1.2.840.10008.5.1.4.1.1.4",
      })),
    ),
  });
  return made;
}

/** A protocol whose versions ask for a T1w with these repetition times, one after another. */
export async function writeProtocol(
  versions: readonly { tr: number; from: string; until: string | null }[],
): Promise<{ protocolId: string; versionIds: string[] }> {
  const code = `P-${randomUUID().slice(0, 8).toUpperCase()}`;
  const protocol = await db().protocol.create({ data: { code, name: code } });
  const versionIds: string[] = [];
  for (const version of versions)
    versionIds.push(await writeVersion(protocol.id, versionIds.length + 1, version));
  return { protocolId: protocol.id, versionIds };
}

/** One more version of a protocol. */
export async function writeVersion(
  protocolId: string,
  version: number,
  { tr, from, until }: { tr: number; from: string; until: string | null },
): Promise<string> {
  const content = protocolContentSchema.parse({
    steps: [
      {
        name: "T1",
        role: "T1w",
        rules: [{ parameter: "repetitionTimeMs", expect: { value: tr }, severity: "major" }],
      },
    ],
  });
  const { id } = await db().protocolVersion.create({
    data: {
      protocolId,
      version,
      content,
      validFrom: new Date(from),
      validUntil: until === null ? null : new Date(until),
    },
  });
  return id;
}
