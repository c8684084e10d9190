import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { REBUILD_TIMEOUT_MS, rebuildSearchModel } from "@/lib/catalogue/search-model/model-store";
import { db, inTransaction } from "@/lib/platform/db/client";

/**
 * Makes what searches read anew from the base tables; everybody's writes wait meanwhile.
 * @throws AppError `forbidden`
 */
export async function rebuildSearch(actor: Actor): Promise<{ exams: number; subjects: number }> {
  requireCan(actor, "operations.run", { siteId: null });
  const made = await inTransaction(rebuildSearchModel, REBUILD_TIMEOUT_MS);
  await audit(db(), actor, { type: "catalogue.search-rebuilt", detail: made });
  return made;
}
