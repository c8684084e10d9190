import { db, type Tx } from "@/lib/platform/db/client";
import type { DemoAccount } from "./accounts";
import type { DemoNetwork } from "./network/generate";
import type { ImagedSeries } from "./pixels/image-exam";

/** Rows per statement: PostgreSQL takes 65,535 parameters. */
const BATCH = 500;

/** True once a run has been committed. */
export async function isDemonstrationLoaded(): Promise<boolean> {
  return (await db().exam.findFirst({ where: { synthetic: true }, select: { id: true } })) !== null;
}

async function inBatches<T>(rows: readonly T[], insert: (batch: T[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += BATCH) await insert(rows.slice(start, start + BATCH));
}

/** Inserts the whole demonstration, parents first. */
export async function insertDemonstration(
  tx: Tx,
  demonstration: {
    network: DemoNetwork;
    imaged: readonly ImagedSeries[];
    links: { subjectId: string; siteId: string; linkageHash: Uint8Array<ArrayBuffer> }[];
    accounts: (DemoAccount & { passwordHash: string })[];
  },
): Promise<void> {
  const { network, imaged, links, accounts } = demonstration;
  await tx.site.createMany({ data: network.sites });
  await tx.scanner.createMany({ data: network.scanners });
  await tx.scannerEpoch.createMany({ data: network.epochs });
  await tx.project.createMany({ data: network.projects });
  await tx.protocol.createMany({ data: network.protocols });
  await tx.protocolVersion.createMany({ data: network.protocolVersions });
  for (const [ordinal, { protocolIds, ...rule }] of network.assignmentRules.entries()) {
    const protocols = { create: protocolIds.map((protocolId) => ({ protocolId })) };
    await tx.assignmentRule.create({ data: { ...rule, ordinal, protocols } });
  }
  await inBatches(network.subjects, (data) => tx.subject.createMany({ data }));
  await inBatches(network.secrets, (data) => tx.subjectSecret.createMany({ data }));
  await tx.subjectLink.createMany({ data: links });
  await inBatches(network.members, (data) => tx.projectMember.createMany({ data }));
  await inBatches(network.diagnoses, (data) => tx.diagnosis.createMany({ data }));
  await inBatches(network.scores, (data) => tx.score.createMany({ data }));
  await inBatches(network.visits, (data) => tx.visit.createMany({ data }));
  await inBatches(network.exams, (data) => tx.exam.createMany({ data }));
  await inBatches(network.clocks, (data) => tx.examClock.createMany({ data }));
  await inBatches(network.examProjects, (data) => tx.examProject.createMany({ data }));
  await inBatches(network.series, (data) => tx.series.createMany({ data }));
  const made = new Map(imaged.map((one) => [one.volumeId, one]));
  const volumes = network.volumes.map((volume) => {
    const pixels = made.get(volume.id);
    return pixels
      ? {
          ...volume,
          manifest: pixels.manifest,
          viewByteCount: BigInt(pixels.viewByteCount),
          hasThumbnail: true,
        }
      : volume;
  });
  await inBatches(volumes, (data) => tx.volume.createMany({ data }));
  await inBatches(network.examProtocols, (data) =>
    tx.examProtocol.createMany({
      data: data.map((row) => ({ ...row, findings: row.findings.map((f) => ({ ...f })) })),
    }),
  );
  await inBatches(network.verdicts, (data) =>
    tx.verdict.createMany({
      data: data.map((row) => ({ ...row, findings: row.findings.map((f) => ({ ...f })) })),
    }),
  );
  const comparedAt = new Date();
  await inBatches(network.seriesQc, (data) =>
    tx.seriesQc.createMany({ data: data.map((row) => ({ ...row, comparedAt })) }),
  );
  await inBatches(network.qcMetrics, (data) => tx.qcMetric.createMany({ data }));
  await inBatches(
    imaged.flatMap(({ instances }) => instances),
    (data) => tx.instance.createMany({ data }),
  );
  await insertAccounts(tx, accounts);
}

async function insertAccounts(tx: Tx, accounts: (DemoAccount & { passwordHash: string })[]): Promise<void> {
  for (const { email, name, role, locale, passwordHash, siteCode, level, trueDates, purpose } of accounts) {
    const known = await tx.user.findUnique({ where: { email }, select: { id: true } });
    if (known) continue;
    const user = await tx.user.create({ data: { email, name, roles: [role], locale, passwordHash } });
    if (siteCode === undefined) continue;
    const site = siteCode === null ? null : await tx.site.findUniqueOrThrow({ where: { code: siteCode } });
    await tx.grant.create({
      data: {
        userId: user.id,
        scope: site ? "site" : "network",
        siteId: site?.id ?? null,
        level,
        trueDates,
        purpose,
      },
    });
  }
}
