import type { Tx } from "@/lib/platform/db/client";
import { planEpoch } from "./epoch-plan";
import type { ScannerIdentity } from "./scanner-identity";

/** Site of files that were given without one. */
export const LOCAL_SITE = { code: "LOCAL", name: "Imported files", city: "" } as const;

export interface RegisteredSite {
  id: string;
  code: string;
}

export interface RegisteredScanner {
  id: string;
  site: RegisteredSite;
  fieldStrengthTesla: number;
}

/** The site of that code; `LOCAL` is made when it is first needed. @returns null for an unknown code */
export async function findOrMakeSite(tx: Tx, code: string): Promise<RegisteredSite | null> {
  const select = { id: true, code: true } as const;
  // Two deliveries may need it first at the same moment.
  if (code === LOCAL_SITE.code) await tx.site.createMany({ data: [LOCAL_SITE], skipDuplicates: true });
  return tx.site.findUnique({ where: { code }, select });
}

/**
 * The scanner that made a file: by the hash of its serial, else by site, maker and model. A new one is registered
 * under `site`; one that is known keeps its own site, whichever was given.
 * @returns "unknown-field" when it is new and the header does not tell its field strength: a person has to enter it
 */
export async function registerScanner(
  tx: Tx,
  site: RegisteredSite,
  identity: ScannerIdentity,
): Promise<RegisteredScanner | "unknown-field"> {
  const select = { id: true, fieldStrengthTesla: true, site: { select: { id: true, code: true } } } as const;
  const { serialHash, manufacturer, model } = identity;
  if (serialHash) {
    const known = await tx.scanner.findUnique({ where: { serialHash }, select });
    if (known) return known;
    // One entered by hand has no serial yet; it is this one if it is the only such and has no exam of another.
    const unbound = await tx.scanner.findMany({
      where: { siteId: site.id, manufacturer, model, serialHash: null, exams: { none: {} }, retiredAt: null },
      select: { id: true },
      take: 2,
    });
    if (unbound.length === 1 && unbound[0])
      return tx.scanner.update({ where: { id: unbound[0].id }, data: { serialHash }, select });
  } else {
    const known = await tx.scanner.findFirst({
      where: { siteId: site.id, manufacturer, model, serialHash: null },
      orderBy: { createdAt: "asc" },
      select,
    });
    if (known) return known;
  }
  const { fieldStrengthTesla } = identity;
  if (fieldStrengthTesla === 0) return "unknown-field";
  return tx.scanner.create({
    data: { siteId: site.id, manufacturer, model, fieldStrengthTesla, serialHash },
    select,
  });
}

/**
 * The epoch of an exam, by its software and true time; opens, back-dates or splits epochs as needed.
 * @param at true time, null when unknown
 */
export async function registerEpoch(
  tx: Tx,
  scannerId: string,
  softwareVersions: string,
  at: Date | null,
): Promise<string> {
  // Two files of one scanner must not both open its next epoch.
  await tx.$queryRaw`SELECT id FROM "Scanner" WHERE id = ${scannerId}::uuid FOR UPDATE`;
  const rows = await tx.scannerEpoch.findMany({
    where: { scannerId, kind: "software" },
    select: { id: true, softwareVersions: true, startedAt: true },
  });
  const current =
    at &&
    rows
      .filter((row) => row.startedAt <= at)
      .sort((a, b) => +a.startedAt - +b.startedAt)
      .at(-1);
  // Only the epoch that holds the moment can be split, so only its exams after it matter.
  const later = current
    ? await tx.examClock.findMany({
        where: { exam: { epochId: current.id }, acquiredAt: { gt: at } },
        orderBy: { acquiredAt: "asc" },
        take: 1,
        select: { acquiredAt: true },
      })
    : [];
  const plan = planEpoch(
    rows.map((row) => ({
      ...row,
      examTimes: row.id === current?.id ? later.map((clock) => clock.acquiredAt) : [],
    })),
    softwareVersions,
    at,
  );
  if (plan.kind === "use") return plan.epochId;
  if (plan.kind === "backdate") {
    await tx.scannerEpoch.update({ where: { id: plan.epochId }, data: { startedAt: plan.startedAt } });
    return plan.epochId;
  }
  const opened = await openEpoch(tx, scannerId, softwareVersions, plan.startedAt);
  if (plan.kind === "split") {
    const { resumed } = plan;
    const resumedId = await openEpoch(tx, scannerId, resumed.softwareVersions, resumed.startedAt);
    await tx.exam.updateMany({
      where: { epochId: resumed.epochId, clock: { acquiredAt: { gte: resumed.startedAt } } },
      data: { epochId: resumedId },
    });
  }
  return opened;
}

async function openEpoch(
  tx: Tx,
  scannerId: string,
  softwareVersions: string,
  startedAt: Date,
): Promise<string> {
  const opened = await tx.scannerEpoch.create({
    data: { scannerId, softwareVersions, startedAt },
    select: { id: true },
  });
  return opened.id;
}
