import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { can, examFilter, requireCan } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { countByScanner, findNetwork } from "./network-store";
import type { SiteView } from "./network-view";

/**
 * Sites, scanners and their software, with counts over the exams the actor may browse. Epochs are dated only where she
 * holds true dates.
 * @throws AppError `forbidden` without any grant
 */
export async function listNetwork(actor: Actor): Promise<SiteView[]> {
  requireCan(actor, "network.read");
  const [sites, counted] = await Promise.all([
    findNetwork(db()),
    countByScanner(db(), examFilter(actor, "browse")),
  ]);
  await audit(db(), actor, { type: "network.viewed", detail: { sites: sites.length } });
  const counts = new Map(counted.map(({ scannerId, subjects, exams }) => [scannerId, { subjects, exams }]));
  return sites.map((site) => {
    const trueDates = can(actor, "true-dates.read", { siteId: site.id });
    return {
      id: site.id,
      name: site.name,
      city: site.city,
      trueDates,
      scanners: site.scanners.map(({ retiredAt, epochs, ...scanner }) => ({
        ...scanner,
        retired: retiredAt !== null,
        counts: counts.get(scanner.id) ?? null,
        epochs: epochs.map(({ startedAt, ...epoch }) => ({
          ...epoch,
          startedOn: trueDates ? startedAt.toISOString().slice(0, 10) : null,
        })),
      })),
    };
  });
}
