import type { Actor } from "@/lib/access/actor";
import { requireSiteFilter } from "@/lib/access/policy";

/** The sites whose subjects the actor may edit; null for every site. @throws AppError `forbidden` when there is none */
export function editableSites(actor: Actor): string[] | null {
  const filter = requireSiteFilter(actor, "clinical.edit");
  return filter.kind === "all" ? null : filter.siteIds;
}
