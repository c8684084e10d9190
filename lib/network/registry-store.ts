import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import type { Manufacturer } from "./vendor";

export interface SiteFields {
  name: string;
  city: string;
}

/** @returns null when the code is taken */
export async function insertSite(tx: Tx, site: SiteFields & { code: string }): Promise<string | null> {
  // Not a caught unique violation: that would end the caller's transaction.
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    INSERT INTO "Site" ("id", "code", "name", "city")
    VALUES (gen_random_uuid(), ${site.code}, ${site.name}, ${site.city})
    ON CONFLICT ("code") DO NOTHING RETURNING "id"::text AS "id"`);
  return rows[0]?.id ?? null;
}

/** @returns false when there is no such site */
export async function updateSite(tx: Tx, id: string, fields: SiteFields): Promise<boolean> {
  return (await tx.site.updateMany({ where: { id }, data: fields })).count === 1;
}

/** Whether a site is there. */
export async function siteExists(tx: Tx | Db, id: string): Promise<boolean> {
  return (await tx.site.count({ where: { id } })) === 1;
}

export interface ScannerFields {
  label: string | null;
  manufacturer: Manufacturer;
  model: string;
  fieldStrengthTesla: number;
  silentAfterHours: number | null;
}

export async function insertScanner(tx: Tx, siteId: string, fields: ScannerFields): Promise<string> {
  const { id } = await tx.scanner.create({ data: { siteId, ...fields }, select: { id: true } });
  return id;
}

/** What editing needs to know of a scanner as it is; the row is locked. */
export async function lockScanner(
  tx: Tx,
  id: string,
): Promise<{ siteId: string; retiredAt: Date | null; fieldStrengthTesla: number; exams: number } | null> {
  await tx.$queryRaw`SELECT 1 FROM "Scanner" WHERE "id" = ${id}::uuid FOR UPDATE`;
  const row = await tx.scanner.findUnique({
    where: { id },
    select: {
      siteId: true,
      retiredAt: true,
      fieldStrengthTesla: true,
      exams: { take: 1, select: { id: true } },
    },
  });
  return row && { ...row, exams: row.exams.length };
}

/** The site of a scanner, or null when there is no such scanner. */
export async function findScannerSite(tx: Tx | Db, id: string): Promise<string | null> {
  const row = await tx.scanner.findUnique({ where: { id }, select: { siteId: true } });
  return row?.siteId ?? null;
}

export async function updateScanner(
  tx: Tx,
  id: string,
  fields: Omit<ScannerFields, "manufacturer"> & { siteId: string; retiredAt: Date | null },
): Promise<void> {
  await tx.scanner.update({ where: { id }, data: fields, select: { id: true } });
  // The nominal field is repeated on exams for search.
  await tx.exam.updateMany({
    where: { scannerId: id, fieldStrengthTesla: { not: fields.fieldStrengthTesla } },
    data: { fieldStrengthTesla: fields.fieldStrengthTesla },
  });
}

/** A change of hardware at a true time. @returns null when the same is noted already */
export async function insertHardwareEpoch(
  tx: Tx,
  epoch: { scannerId: string; startedAt: Date; note: string },
): Promise<string | null> {
  const where = { scannerId: epoch.scannerId, kind: "hardware", startedAt: epoch.startedAt } as const;
  if ((await tx.scannerEpoch.count({ where })) > 0) return null;
  const { id } = await tx.scannerEpoch.create({
    data: { ...where, note: epoch.note, softwareVersions: "" },
    select: { id: true },
  });
  return id;
}

/** Remembers that a header's way of naming its scanner means this one; a later decision replaces an earlier one. */
export async function rememberAlias(
  tx: Tx,
  key: Uint8Array<ArrayBuffer>,
  scannerId: string,
  decidedById: string | null,
): Promise<void> {
  await tx.scannerAlias.upsert({
    where: { key },
    create: { key, scannerId, decidedById },
    update: { scannerId, decidedById },
    select: { key: true },
  });
}
