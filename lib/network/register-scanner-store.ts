import type { Tx } from "@/lib/platform/db/client";
import { planEpoch } from "./epoch-plan";
import { insertNotice } from "./notice-store";
import { scannerAliasKey, type ScannerIdentity } from "./scanner-identity";
import { modelKey } from "./vendor";

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

/** What matching needs of the way a header names its scanner. */
export type NamedScanner = Omit<ScannerIdentity, "softwareVersions">;

/**
 * The scanner that made a file: as a person decided for this way of naming it, else by the hash of its serial, else by
 * site, maker and model. A new one is registered under `site` and announced; one that is known keeps its own site,
 * whichever was given.
 * @returns "unknown-field" when it is new and the header does not tell its field strength: a person has to enter it
 */
export async function registerScanner(
  tx: Tx,
  site: RegisteredSite,
  identity: NamedScanner,
): Promise<RegisteredScanner | "unknown-field"> {
  const select = { id: true, fieldStrengthTesla: true, site: { select: { id: true, code: true } } } as const;
  const { serialHash, manufacturer, model } = identity;
  const alias = await tx.scannerAlias.findUnique({
    where: { key: scannerAliasKey(site.id, identity.aliasKey) },
    select: { scanner: { select } },
  });
  if (alias) return alias.scanner;
  const known = serialHash && (await tx.scanner.findUnique({ where: { serialHash }, select }));
  if (known) return known;
  const alike = await sameModel(tx, site.id, identity);
  if (serialHash) {
    // One entered by hand has no serial yet; it is this one if it is the only such and has no exam of another.
    const unbound = alike.filter(({ exams, retiredAt }) => exams.length === 0 && retiredAt === null);
    if (unbound.length === 1 && unbound[0])
      return tx.scanner.update({ where: { id: unbound[0].id }, data: { serialHash }, select });
  } else if (alike[0]) return tx.scanner.findUniqueOrThrow({ where: { id: alike[0].id }, select });
  const { fieldStrengthTesla } = identity;
  if (fieldStrengthTesla === 0) return "unknown-field";
  const made = await tx.scanner.create({
    data: { siteId: site.id, manufacturer, model, fieldStrengthTesla, serialHash },
    select,
  });
  await insertNotice(tx, { siteId: site.id, scannerId: made.id }, { kind: "scanner-registered", detail: {} });
  return made;
}

/** Scanners of a site without a serial whose maker and model are spelt as this one or nearly so, oldest first. */
async function sameModel(tx: Tx, siteId: string, { manufacturer, model }: NamedScanner) {
  const rows = await tx.scanner.findMany({
    where: { siteId, manufacturer, serialHash: null },
    orderBy: { createdAt: "asc" },
    select: { id: true, model: true, retiredAt: true, exams: { take: 1, select: { id: true } } },
  });
  const key = modelKey(model);
  return rows.filter((row) => modelKey(row.model) === key);
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
  const [scanner] = await tx.$queryRaw<{ siteId: string }[]>`
    SELECT "siteId"::text AS "siteId" FROM "Scanner" WHERE id = ${scannerId}::uuid FOR UPDATE`;
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
  // The first one came with the scanner; software that was there before or after is no news.
  if (scanner && rows.length > 0 && !rows.some((row) => row.softwareVersions === softwareVersions)) {
    const { siteId } = scanner;
    await insertNotice(tx, { siteId, scannerId }, { kind: "epoch-opened", detail: { epochId: opened } });
  }
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
