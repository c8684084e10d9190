import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { can, examFilter, requireCan, siteFilter, type SiteFilter } from "@/lib/access/policy";
import { findNetwork } from "@/lib/network/network-store";
import { isSilent } from "@/lib/network/silence";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { monthsBetween } from "./bins";
import { MIN_EXAMS } from "./change-point";
import { viewFinding } from "./finding-view";
import type { ScannerStatus, ScannerStatusView } from "./lifeline";
import {
  countCompliance,
  findJudgedScanners,
  findOpenFindings,
  type MonthlyCompliance,
} from "./lifeline-store";

const MONTHS_SHOWN = 24;

/**
 * Which scanners in use drift, since when and by what, by site. When it began is told to readers of true dates, the
 * share of compliant series to whoever may browse the site's exams and read its dates, or runs it; silence to those who
 * run the site.
 * @throws AppError `forbidden` without any grant
 */
export async function listScannerStatus(actor: Actor): Promise<ScannerStatusView[]> {
  requireCan(actor, "network.read");
  const at = now();
  const sites = await findNetwork(db());
  const scanners = sites.flatMap(({ scanners: own, ...site }) => own.map((scanner) => ({ site, scanner })));
  const inUse = scanners.filter(({ scanner }) => scanner.retiredAt === null);
  const { filter, since, months } = sparkline(actor, at);
  const [findings, judged, compliance] = await Promise.all([
    findOpenFindings(
      db(),
      inUse.map(({ scanner }) => scanner.id),
    ),
    findJudgedScanners(db(), 2 * MIN_EXAMS),
    filter.kind === "none" ? [] : countCompliance(db(), filter, since, env().timeZone),
  ]);
  await audit(db(), actor, { type: "network.viewed", detail: { sites: sites.length } });
  const decided = new Set(judged);
  return inUse.map(({ site, scanner }): ScannerStatusView => {
    const siteId = site.id;
    const mayManage = can(actor, "network.manage", { siteId });
    const dated = mayManage || can(actor, "true-dates.read", { siteId });
    const own = findings
      .filter(({ scannerId }) => scannerId === scanner.id)
      .flatMap((row) => viewFinding(row, scanner.epochs, { dated, counted: false }) ?? []);
    const silent = mayManage && isSilent(scanner, at);
    return {
      scannerId: scanner.id,
      siteName: site.name,
      manufacturer: scanner.manufacturer,
      model: scanner.model,
      label: scanner.label,
      status: statusOf({ drifts: own.length > 0, silent, decided: decided.has(scanner.id) }),
      sinceOn: own[0]?.sinceOn ?? null,
      sinceEpoch: own[0]?.epoch ?? null,
      findings: own.map(({ kind, role, subject, acknowledged }) => ({ kind, role, subject, acknowledged })),
      compliance: inFilter(filter, siteId) ? shares(months, compliance, scanner.id) : null,
    };
  });
}

function statusOf(is: { drifts: boolean; silent: boolean; decided: boolean }): ScannerStatus {
  if (is.drifts) return "drifts";
  if (is.silent) return "silent";
  return is.decided ? "steady" : "unknown";
}

/** Whose sparkline the actor may see, and over which months. */
function sparkline(actor: Actor, at: Date): { filter: SiteFilter; since: Date; months: string[] } {
  const since = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - MONTHS_SHOWN + 1, 1));
  return {
    filter: sitesShown(actor),
    since,
    months: monthsBetween(since.toISOString().slice(0, 7), at.toISOString().slice(0, 7)),
  };
}

function sitesShown(actor: Actor): SiteFilter {
  const managed = siteFilter(actor, "network.manage");
  const dated = siteFilter(actor, "true-dates.read");
  const browsed = examFilter(actor, "browse");
  if (managed.kind === "all" || (dated.kind === "all" && browsed.kind === "all")) return { kind: "all" };
  const within = (siteId: string) =>
    inFilter(dated, siteId) &&
    (browsed.kind === "all" || (browsed.kind === "some" && browsed.siteIds.includes(siteId)));
  const named = [managed, dated, browsed].flatMap((one) => (one.kind === "some" ? one.siteIds : []));
  const siteIds = [...new Set(named)].filter((siteId) => inFilter(managed, siteId) || within(siteId));
  return siteIds.length > 0 ? { kind: "some", siteIds } : { kind: "none" };
}

function inFilter(filter: SiteFilter, siteId: string): boolean {
  return filter.kind === "all" || (filter.kind === "some" && filter.siteIds.includes(siteId));
}

function shares(
  months: readonly string[],
  rows: readonly MonthlyCompliance[],
  scannerId: string,
): (number | null)[] {
  const own = new Map(rows.filter((row) => row.scannerId === scannerId).map((row) => [row.month, row]));
  return months.map((month) => {
    const row = own.get(month);
    return row ? row.compliant / row.judged : null;
  });
}
