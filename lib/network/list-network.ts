import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { can, examFilter, requireCan, siteFilter } from "@/lib/access/policy";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { countArrivals, countByScanner, findNetwork } from "./network-store";
import type { SiteView } from "./network-view";
import { isSilent } from "./silence";

const NOTHING_CAME = { examsToday: 0, seriesToday: 0, examsThisMonth: 0, seriesThisMonth: 0 };

/**
 * Sites, scanners and their software, with counts over the exams the actor may browse. Epochs are dated only where she
 * holds true dates; what arrives and when is told only to those who run the site.
 * @throws AppError `forbidden` without any grant
 */
export async function listNetwork(actor: Actor): Promise<SiteView[]> {
  requireCan(actor, "network.read");
  const at = now();
  const [sites, counted, arrived] = await Promise.all([
    findNetwork(db()),
    countByScanner(db(), examFilter(actor, "browse")),
    countArrivals(db(), siteFilter(actor, "network.manage"), env().timeZone),
  ]);
  await audit(db(), actor, { type: "network.viewed", detail: { sites: sites.length } });
  const counts = new Map(counted.map(({ scannerId, subjects, exams }) => [scannerId, { subjects, exams }]));
  const arrivals = new Map(arrived.map(({ scannerId, ...came }) => [scannerId, came]));
  return sites.map((site) => {
    const trueDates = can(actor, "true-dates.read", { siteId: site.id });
    const mayManage = can(actor, "network.manage", { siteId: site.id });
    return {
      id: site.id,
      name: site.name,
      city: site.city,
      code: mayManage ? site.code : null,
      trueDates,
      mayManage,
      scanners: site.scanners.map(
        ({ retiredAt, createdAt, lastReceivedAt, silentAfterHours, epochs, ...scanner }) => ({
          ...scanner,
          retired: retiredAt !== null,
          counts: counts.get(scanner.id) ?? null,
          traffic: mayManage
            ? {
                ...(arrivals.get(scanner.id) ?? NOTHING_CAME),
                lastReceivedAt,
                silentAfterHours,
                silent: isSilent({ retiredAt, createdAt, lastReceivedAt, silentAfterHours }, at),
              }
            : null,
          epochs: epochs.map(({ startedAt, ...epoch }) => ({
            ...epoch,
            startedOn: trueDates ? startedAt.toISOString().slice(0, 10) : null,
          })),
        }),
      ),
    };
  });
}
