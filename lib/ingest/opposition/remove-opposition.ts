import type { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { findSiteCode } from "@/lib/catalogue/find-subject-store";
import { linkageHash } from "@/lib/deid/identity";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { secrets } from "@/lib/platform/secrets";
import type { oneIdentifierSchema } from "./check-opposition";
import { deleteOpposition } from "./opposition-store";

/**
 * Takes a person off a site's list: files that come from now on are accepted again. What was refused stays refused.
 * @returns whether she was on it
 * @throws AppError `forbidden` for anyone but a data manager of that site
 */
export async function removeOpposition(
  actor: Actor,
  { siteId, identifier }: z.infer<typeof oneIdentifierSchema>,
): Promise<boolean> {
  requireCan(actor, "opposition.manage", { siteId });
  return inTransaction(async (tx) => {
    const siteCode = await findSiteCode(tx, siteId);
    if (siteCode === null) throw new AppError("not-found");
    const hash = linkageHash(secrets().linkageKey, siteCode, identifier);
    const removed = hash !== null && (await deleteOpposition(tx, siteId, new Uint8Array(hash)));
    await audit(tx, actor, { type: "opposition.removed", detail: { siteId, removed } });
    return removed;
  });
}
