import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { insertSite } from "./registry-store";

/** What a person types of a site: one line, printable. */
export const siteFieldsSchema = z.object({
  name: z
    .string()
    .trim()
    .min(2)
    .max(120)
    .regex(/^\P{Cc}*$/u),
  city: z
    .string()
    .trim()
    .max(80)
    .regex(/^\P{Cc}*$/u),
});

export const addSiteSchema = siteFieldsSchema.extend({
  /** Issuer of hospital identifiers in linkage hashes: it can never be changed. */
  code: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z][A-Z0-9_-]{1,31}$/),
});

/**
 * Enters a site.
 * @throws AppError `forbidden`; `conflict` (details.reason "site-code-taken")
 */
export async function addSite(
  actor: Actor,
  input: z.infer<typeof addSiteSchema>,
): Promise<{ siteId: string }> {
  requireCan(actor, "sites.manage");
  return inTransaction(async (tx) => {
    const siteId = await insertSite(tx, input);
    if (siteId === null) throw new AppError("conflict", undefined, { reason: "site-code-taken" });
    await audit(tx, actor, { type: "site.added", detail: { siteId } });
    return { siteId };
  });
}
