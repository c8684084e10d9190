import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireSiteFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { findImports, type ImportRow } from "./clinical-import-store";
import { findImportSites } from "./import-sites-store";

const MAX_SHOWN = 200;

/** The newest imports of the actor's sites, and the sites at which she may import. @throws AppError `forbidden` */
export async function listClinicalImports(
  actor: Actor,
): Promise<{ sites: { id: string; name: string }[]; imports: ImportRow[] }> {
  const filter = requireSiteFilter(actor, "clinical.manage");
  const siteIds = filter.kind === "all" ? null : filter.siteIds;
  const [sites, imports] = await Promise.all([
    findImportSites(db(), siteIds),
    findImports(db(), siteIds, MAX_SHOWN),
  ]);
  await audit(db(), actor, { type: "clinical.imports-listed", detail: { shown: imports.length } });
  return { sites, imports };
}
