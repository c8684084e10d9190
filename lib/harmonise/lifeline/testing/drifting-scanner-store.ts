import { randomUUID } from "node:crypto";
import { db } from "@/lib/platform/db/client";

const DAY_MS = 24 * 60 * 60 * 1000;
const START = new Date("2024-01-08T08:00:00Z").getTime();
/** When its new software began: the 20th exam, one every tenth day. */
const CHANGED = 20;
const EXAMS = 40;

export interface DriftingScanner {
  siteId: string;
  scannerId: string;
  epochIds: [string, string];
  /** True first day of the second epoch. */
  changedOn: string;
}

/**
 * A scanner with two epochs of 20 exams. With the second one the inversion time of FLAIR leaves the protocol and the SNR
 * of T1w falls by a fifth. A phantom is measured every month; its values are beyond everything and belong to nobody.
 */
export async function writeDriftingScanner(code: string): Promise<DriftingScanner> {
  const site = await db().site.create({ data: { code, name: `Hospital ${code}`, city: "Lens" } });
  const scanner = await db().scanner.create({
    data: { siteId: site.id, manufacturer: "Siemens", model: "Vida", fieldStrengthTesla: 3 },
  });
  const changedAt = new Date(START + CHANGED * 10 * DAY_MS - DAY_MS);
  const epoch = (softwareVersions: string, startedAt: Date) =>
    db().scannerEpoch.create({ data: { scannerId: scanner.id, softwareVersions, startedAt } });
  const before = await epoch("XA30", new Date(START));
  const after = await epoch("XA60", changedAt);
  const protocol = await db().protocol.create({
    data: {
      code: `P-${code}`,
      name: `Protocol ${code}`,
      versions: { create: { version: 1, validFrom: new Date("2021-01-01") } },
    },
    include: { versions: true },
  });
  const versionId = protocol.versions[0]?.id ?? "";
  for (let n = 0; n < EXAMS; n++) {
    const changed = n >= CHANGED;
    const place = { siteId: site.id, scannerId: scanner.id, epochId: changed ? after.id : before.id };
    await writeExam(place, new Date(START + n * 10 * DAY_MS), false, [
      {
        role: "FLAIR",
        verdicts: [
          {
            protocolVersionId: versionId,
            value: changed ? "major" : "compliant",
            stepOrdinal: 0,
            findings: changed ? [INVERSION_TIME] : [],
          },
        ],
      },
      { role: "T1w", snr: (changed ? 16 : 20) + ((n * 7) % 11) / 11 },
    ]);
    if (n % 6 === 0) {
      const on = new Date(START + n * 10 * DAY_MS + DAY_MS / 2);
      await writeExam(place, on, true, [{ role: "T1w", snr: 1000 + n }]);
    }
  }
  const changedOn = changedAt.toISOString().slice(0, 10);
  return { siteId: site.id, scannerId: scanner.id, epochIds: [before.id, after.id], changedOn };
}

const INVERSION_TIME = {
  parameter: "inversionTimeMs",
  expected: { value: 1800 },
  observed: 1656,
  tolerance: { relative: 0.03 },
  delta: -144,
  unit: "ms",
  verdict: "major",
  scope: "vendor",
};

type Judged = {
  protocolVersionId: string;
  value: "major" | "compliant";
  stepOrdinal: number;
  findings: object[];
};

async function writeExam(
  place: { siteId: string; scannerId: string; epochId: string },
  at: Date,
  phantom: boolean,
  series: { role: "FLAIR" | "T1w"; snr?: number; verdicts?: Judged[] }[],
): Promise<void> {
  const uid = () => `2.25.${BigInt(`0x${randomUUID().replaceAll("-", "")}`)}`;
  const examAt = new Date(at.getTime() + 50_000 * DAY_MS);
  const { scannerId } = place;
  await db()
    .subject.create({
      data: {
        pseudonym: `ARI-${randomUUID()}`,
        synthetic: true,
        phantom,
        visits: {
          create: {
            startedAt: examAt,
            scanner: { connect: { id: scannerId } },
          },
        },
      },
      select: { id: true, visits: { select: { id: true } } },
    })
    .then(({ id, visits }) =>
      db().exam.create({
        data: {
          ...place,
          subjectId: id,
          visitId: visits[0]?.id ?? "",
          studyInstanceUid: uid(),
          examAt,
          fieldStrengthTesla: 3,
          clock: { create: { acquiredAt: at, receivedAt: new Date(at.getTime() + DAY_MS) } },
          series: {
            create: series.map(({ role, snr, verdicts = [] }) => ({
              seriesInstanceUid: uid(),
              sopClassUid: "1.2.840.10008.5.1.4.1.1.4",
              state: "complete" as const,
              role,
              is3D: true,
              receiveCoil: "HeadNeck_64",
              verdicts: { create: verdicts },
              qcMetrics: { create: snr === undefined ? [] : [{ name: "snrForeground", value: snr }] },
            })),
          },
        },
        select: { id: true },
      }),
    );
}
