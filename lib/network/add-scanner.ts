import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { insertScanner, siteExists } from "./registry-store";
import { scannerFieldsSchema } from "./scanner-fields";

export const addScannerSchema = scannerFieldsSchema.extend({ siteId: z.guid() });

/**
 * Enters a scanner. Its serial number is learnt, as a keyed hash, from the first file of this maker and model at its
 * site.
 * @throws AppError `forbidden`; `not-found` for an unknown site
 */
export async function addScanner(
  actor: Actor,
  input: z.infer<typeof addScannerSchema>,
): Promise<{ scannerId: string }> {
  const { siteId, ...fields } = input;
  requireCan(actor, "network.manage", { siteId });
  return inTransaction(async (tx) => {
    if (!(await siteExists(tx, siteId))) throw new AppError("not-found");
    const scannerId = await insertScanner(tx, siteId, fields);
    await audit(tx, actor, { type: "scanner.added", detail: { scannerId, siteId } });
    return { scannerId };
  });
}
