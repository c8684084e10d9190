import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { siteFieldsSchema } from "./add-site";
import { updateSite } from "./registry-store";

export const editSiteSchema = siteFieldsSchema.extend({ siteId: z.guid() });

/** Renames a site; its code stays. @throws AppError `forbidden`; `not-found` */
export async function editSite(actor: Actor, input: z.infer<typeof editSiteSchema>): Promise<void> {
  requireCan(actor, "sites.manage");
  const { siteId, name, city } = input;
  await inTransaction(async (tx) => {
    if (!(await updateSite(tx, siteId, { name, city }))) throw new AppError("not-found");
    await audit(tx, actor, { type: "site.edited", detail: { siteId } });
  });
}
