import { z } from "zod";
import { db } from "@/lib/platform/db/client";
import {
  FATES,
  type FileFate,
  fileFateSchema,
  NO_REASON,
  QUARANTINE_REASONS,
  REFUSAL_REASONS,
} from "./rules/reasons";

/** Where reports begin, newest first. */
export interface ReportCursor {
  at: Date;
  id: string;
}

/** `null` for every site, and for what belongs to none yet. */
export type ReportSites = readonly string[] | null;

export interface FateCount {
  fate: FileFate["fate"];
  reason: FileFate["reason"];
  count: number;
}

const fateCountSchema = z.object({
  fate: z.enum(FATES),
  reason: z.enum([NO_REASON, ...REFUSAL_REASONS, ...QUARANTINE_REASONS]),
  count: z.int(),
});

/** received = waiting + stored + duplicate + quarantined + refused. */
export interface RunCounts {
  received: number;
  waiting: number;
  stored: number;
  duplicate: number;
  quarantined: number;
  refused: number;
  /** By fate and reason, most frequent first. */
  outcomes: FateCount[];
}

const COUNTS = {
  received: true,
  waiting: true,
  stored: true,
  duplicate: true,
  quarantined: true,
  refused: true,
} as const;

const OUTCOMES = {
  orderBy: [{ count: "desc" }, { reason: "asc" }],
  select: { fate: true, reason: true, count: true },
} as const;

/** The account of one delivery as it stands. @throws when there is none */
export async function readRunCounts(runId: string): Promise<RunCounts> {
  const { outcomes, ...counts } = await db().ingestRun.findUniqueOrThrow({
    where: { id: runId },
    select: { ...COUNTS, outcomes: { ...OUTCOMES, orderBy: [...OUTCOMES.orderBy] } },
  });
  return { ...counts, outcomes: z.array(fateCountSchema).parse(outcomes) };
}

/** Fates of given items of a delivery, as far as they are decided, in their order. */
export async function findFates(
  runId: string,
  ordinals: readonly number[],
): Promise<{ ordinal: number; fate: FileFate; seriesId: string | null }[]> {
  const rows = await db().ingestFate.findMany({
    where: { runId, ordinal: { in: [...ordinals] } },
    orderBy: { ordinal: "asc" },
    select: { ordinal: true, fate: true, reason: true, attributes: true, seriesId: true },
  });
  return rows.map(({ ordinal, seriesId, ...fate }) => ({
    ordinal,
    seriesId,
    fate: fileFateSchema.parse(fate),
  }));
}

export interface RunReport {
  id: string;
  door: string;
  siteName: string | null;
  startedAt: Date;
  /** Null while it goes on, or when it was cut off. */
  finishedAt: Date | null;
  received: number;
  waiting: number;
  stored: number;
  duplicate: number;
  quarantined: number;
  refused: number;
  /** What was not simply stored, by the rule that decided, most frequent first. */
  reasons: { fate: "stored" | "duplicate" | "quarantined" | "refused"; reason: string; count: number }[];
}

export async function findRuns(
  sites: ReportSites,
  after: ReportCursor | null,
  limit: number,
): Promise<RunReport[]> {
  const rows = await db().ingestRun.findMany({
    where: {
      ...(sites === null ? {} : { siteId: { in: [...sites] } }),
      ...(after === null
        ? {}
        : { OR: [{ startedAt: { lt: after.at } }, { startedAt: after.at, id: { lt: after.id } }] }),
    },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: limit,
    select: {
      id: true,
      door: true,
      startedAt: true,
      finishedAt: true,
      ...COUNTS,
      site: { select: { name: true } },
      outcomes: { ...OUTCOMES, orderBy: [...OUTCOMES.orderBy] },
    },
  });
  return rows.map(({ site, outcomes, ...run }) => ({
    ...run,
    siteName: site?.name ?? null,
    reasons: outcomes,
  }));
}

export interface HeldFile {
  id: string;
  runId: string;
  siteName: string | null;
  reason: string;
  /** DICOM keywords that made the rule decide; never values. */
  attributes: string[];
  byteCount: number;
  heldAt: Date;
  /** Set once its sealed bytes are gone. */
  erasedAt: Date | null;
}

export async function findHeldFiles(
  sites: ReportSites,
  filter: { reason: string | null; runId: string | null },
  after: ReportCursor | null,
  limit: number,
): Promise<HeldFile[]> {
  const rows = await db().quarantine.findMany({
    where: {
      ...(sites === null ? {} : { siteId: { in: [...sites] } }),
      ...(filter.reason === null ? {} : { reason: filter.reason }),
      ...(filter.runId === null ? {} : { runId: filter.runId }),
      ...(after === null
        ? {}
        : { OR: [{ heldAt: { lt: after.at } }, { heldAt: after.at, id: { lt: after.id } }] }),
    },
    orderBy: [{ heldAt: "desc" }, { id: "desc" }],
    take: limit,
    select: {
      id: true,
      runId: true,
      reason: true,
      attributes: true,
      byteCount: true,
      heldAt: true,
      erasedAt: true,
      site: { select: { name: true } },
    },
  });
  return rows.map(({ site, byteCount, ...held }) => ({
    ...held,
    byteCount: Number(byteCount),
    siteName: site?.name ?? null,
  }));
}

/** How many files are held, by reason, most frequent first. */
export async function countHeldByReason(sites: ReportSites): Promise<{ reason: string; count: number }[]> {
  const groups = await db().quarantine.groupBy({
    by: ["reason"],
    where: { erasedAt: null, ...(sites === null ? {} : { siteId: { in: [...sites] } }) },
    _count: { _all: true },
    orderBy: { _count: { reason: "desc" } },
  });
  return groups.map((group) => ({ reason: group.reason, count: group._count._all }));
}
