import { z } from "zod";
import { now } from "@/lib/platform/clock";
import type { Db, Tx } from "@/lib/platform/db/client";
import { NOTICE_KINDS, type NoticeInput, type NoticeKind, NOTICES } from "./notice";

/** Announces something in the transaction in which it happens: it is told if and only if it did. */
export async function insertNotice(
  tx: Tx,
  about: { siteId: string; scannerId: string },
  notice: NoticeInput,
): Promise<void> {
  const detail = NOTICES[notice.kind].parse(notice.detail);
  await tx.notice.create({ data: { ...about, kind: notice.kind, detail }, select: { id: true } });
}

export interface OpenNotice {
  id: string;
  kind: NoticeKind;
  at: Date;
  siteName: string;
  scanner: { manufacturer: string; model: string; label: string | null } | null;
  /** Software of the epoch that was opened. */
  softwareVersions: string | null;
  scannerId: string | null;
  /** How many findings were opened. */
  findings: number;
}

const kindSchema = z.enum(NOTICE_KINDS);
const epochSchema = z.object({ epochId: z.guid() });
const findingsSchema = z.object({ findings: z.number() });

/** Notices of this module's vocabulary that nobody acknowledged, newest first. `sites` is null for every site. */
export async function findOpenNotices(
  db: Db | Tx,
  sites: readonly string[] | null,
  limit: number,
): Promise<OpenNotice[]> {
  const rows = await db.notice.findMany({
    where: {
      acknowledgedAt: null,
      kind: { in: [...NOTICE_KINDS] },
      ...(sites === null ? {} : { siteId: { in: [...sites] } }),
    },
    orderBy: [{ at: "desc" }, { id: "asc" }],
    take: limit,
    select: {
      id: true,
      kind: true,
      at: true,
      detail: true,
      scannerId: true,
      site: { select: { name: true } },
      scanner: { select: { manufacturer: true, model: true, label: true } },
    },
  });
  const epochIds = rows.flatMap(({ detail }) => epochSchema.safeParse(detail).data?.epochId ?? []);
  const epochs = await db.scannerEpoch.findMany({
    where: { id: { in: epochIds } },
    select: { id: true, softwareVersions: true },
  });
  const software = new Map(epochs.map((epoch) => [epoch.id, epoch.softwareVersions]));
  return rows.map(({ kind, site, detail, ...row }) => ({
    ...row,
    kind: kindSchema.parse(kind),
    siteName: site?.name ?? "",
    findings: findingsSchema.safeParse(detail).data?.findings ?? 0,
    softwareVersions: software.get(epochSchema.safeParse(detail).data?.epochId ?? "") ?? null,
  }));
}

/** The site of a notice, or null when there is no such open notice. */
export async function findNoticeSite(tx: Tx, id: string): Promise<{ siteId: string | null } | null> {
  return tx.notice.findFirst({ where: { id, acknowledgedAt: null }, select: { siteId: true } });
}

/** Marks a notice as seen. @returns false when somebody else has done so */
export async function markAcknowledged(tx: Tx, id: string, userId: string | null): Promise<boolean> {
  const { count } = await tx.notice.updateMany({
    where: { id, acknowledgedAt: null },
    data: { acknowledgedAt: now(), acknowledgedById: userId },
  });
  return count === 1;
}
