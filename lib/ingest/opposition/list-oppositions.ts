import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireSiteFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { findOppositionCounts, type SiteOppositions } from "./opposition-store";

/** How many people each of the actor's sites has on its list, by day of addition. @throws AppError `forbidden` */
export async function listOppositions(actor: Actor): Promise<SiteOppositions[]> {
  const filter = requireSiteFilter(actor, "opposition.manage");
  const sites = await findOppositionCounts(db(), filter.kind === "all" ? null : filter.siteIds);
  await audit(db(), actor, { type: "oppositions.listed", detail: { shown: sites.length } });
  return sites;
}
