import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { can, examFilter, requireCan } from "@/lib/access/policy";
import { SEQUENCE_ROLES } from "@/lib/catalogue/search-query";
import { VERDICT_VALUES } from "@/lib/harmonise/protocol/finding";
import { isSilent } from "@/lib/network/silence";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { monthsBetween, spread } from "./bins";
import { viewFinding } from "./finding-view";
import type { Bin, FindingView, LifelineChart, ScannerLifeline, VerdictCounts } from "./lifeline";
import * as store from "./lifeline-store";

export const lifelineQuerySchema = z.object({
  scannerId: z.guid(),
  /** Code of the protocol to judge by; null for the worst verdict of each series. */
  protocol: z.string().min(1).max(80).nullable().default(null),
  /** Role whose metrics are shown; null lets the findings choose. */
  role: z.enum(SEQUENCE_ROLES).nullable().default(null),
});
export type LifelineQuery = z.infer<typeof lifelineQuerySchema>;

/**
 * A scanner over time. Months are for those who read true dates there or run the site; for all others time is its
 * epochs in order, without dates. Counts and shares are for whoever may browse the exams of the whole site or runs it.
 * @throws AppError `forbidden` without any grant; `not-found`
 */
export async function getScannerLifeline(actor: Actor, query: LifelineQuery): Promise<ScannerLifeline> {
  requireCan(actor, "network.read");
  const scanner = await store.findScanner(db(), query.scannerId);
  if (scanner === null) throw new AppError("not-found");
  const { site, epochs, retiredAt, createdAt, lastReceivedAt, silentAfterHours, ...identity } = scanner;
  const { siteId } = identity;
  const mayManage = can(actor, "network.manage", { siteId });
  const dated = mayManage || can(actor, "true-dates.read", { siteId });
  const filter = examFilter(actor, "browse");
  const counted =
    mayManage || filter.kind === "all" || (filter.kind === "some" && filter.siteIds.includes(siteId));
  const rows = await store.findOpenFindings(db(), [scanner.id]);
  const findings = rows.flatMap((row) => viewFinding(row, epochs, { dated, counted }) ?? []);
  const chart = counted ? await readChart(query, { dated, mayManage, epochs, findings }) : null;
  await audit(db(), actor, { type: "scanner.viewed", detail: { scannerId: scanner.id, dated, counted } });
  const heard = { retiredAt, createdAt, lastReceivedAt, silentAfterHours };
  return {
    scanner: { ...identity, siteCode: site.code, siteName: site.name, retired: retiredAt !== null },
    dated,
    counted,
    mayManage,
    epochs: epochs.map(({ startedAt, ...epoch }) => ({
      ...epoch,
      startedOn: dated ? startedAt.toISOString().slice(0, 10) : null,
    })),
    contact: mayManage ? { lastReceivedAt, silent: isSilent(heard, now()) } : null,
    findings,
    chart,
  };
}

async function readChart(
  query: LifelineQuery,
  known: { dated: boolean; mayManage: boolean; epochs: readonly { id: string }[]; findings: FindingView[] },
): Promise<LifelineChart> {
  const { scannerId } = query;
  const { timeZone } = env();
  const division: store.Division = known.dated ? { kind: "month", timeZone } : { kind: "epoch" };
  const protocols = await store.findJudgingProtocols(db(), scannerId);
  const protocol = protocols.find(({ code }) => code === query.protocol)?.code ?? null;
  const [exams, phantoms, received, coils, verdicts, metrics] = await Promise.all([
    store.countExams(db(), scannerId, division, false),
    store.countExams(db(), scannerId, division, true),
    known.dated && known.mayManage ? store.countReceived(db(), scannerId, timeZone) : null,
    store.countCoils(db(), scannerId, division),
    store.countVerdicts(db(), scannerId, division, protocol),
    store.readMetrics(db(), scannerId, division),
  ]);
  const bins: Bin[] = known.dated
    ? monthBins([...exams, ...phantoms, ...(received ?? [])].map(({ bin }) => bin))
    : known.epochs.map(({ id }) => ({ kind: "epoch", epochId: id }));
  const counts = (rows: readonly store.BinCount[]) => spread(bins, rows, ({ count }) => count, 0);
  const roles = [...new Set(metrics.map(({ role }) => role))];
  const moved = known.findings.find(
    ({ kind, role }) => kind === "metric-shift" && roles.includes(role),
  )?.role;
  const role = roles.find((one) => one === query.role) ?? moved ?? roles[0] ?? null;
  const names = [...new Set(metrics.filter((row) => row.role === role).map(({ name }) => name))];
  return {
    bins,
    exams: counts(exams),
    arrivals: received && counts(received),
    phantoms: counts(phantoms),
    coils: coilRows(coils).map((name) => ({
      name,
      series: counts(coils.filter(({ coil }) => coil === name)),
    })),
    protocols,
    protocol,
    compliance: complianceOf(bins, verdicts),
    roles,
    role,
    metrics: names.map((name) => ({
      role: role ?? "unknown",
      name,
      bins: spread(
        bins,
        metrics.filter((row) => row.role === role && row.name === name),
        ({ median, lower, upper, exams: measured }) => ({ median, lower, upper, exams: measured }),
        null,
      ),
    })),
  };
}

/** From the first month with anything to this one: silence shows. */
function monthBins(months: readonly string[]): Bin[] {
  const first = [...months].sort()[0];
  if (first === undefined) return [];
  const thisMonth = now().toISOString().slice(0, 7);
  const last = months.reduce((a, b) => (b > a ? b : a), thisMonth);
  return monthsBetween(first, last).map((month) => ({ kind: "month", month }));
}

const MOST_COILS = 4;

/** Names of the coils, the commonest first. */
function coilRows(rows: readonly store.CoilCount[]): string[] {
  const totals = new Map<string, number>();
  for (const { coil, count } of rows) totals.set(coil, (totals.get(coil) ?? 0) + count);
  return [...totals]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_COILS)
    .map(([coil]) => coil);
}

function complianceOf(bins: readonly Bin[], rows: readonly store.VerdictCount[]): VerdictCounts[] {
  const byValue = VERDICT_VALUES.map(
    (value) =>
      [
        value,
        spread(
          bins,
          rows.filter((row) => row.value === value),
          ({ count }) => count,
          0,
        ),
      ] as const,
  );
  return bins.map((_, index) => {
    const counts: VerdictCounts = { compliant: 0, minor: 0, major: 0, undetermined: 0 };
    for (const [value, all] of byValue) counts[value] = all[index] ?? 0;
    return counts;
  });
}
