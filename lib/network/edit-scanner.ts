import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findScannerSite, lockScanner, siteExists, updateScanner } from "./registry-store";
import { scannerFieldsSchema } from "./scanner-fields";

export const editScannerSchema = scannerFieldsSchema
  .omit({ manufacturer: true })
  .extend({ scannerId: z.guid(), siteId: z.guid(), retired: z.boolean() });

/**
 * Changes what is known of a scanner. One that has exams stays at its site: rights to its exams come from there.
 * @throws AppError `forbidden` without the right at both sites; `not-found`; `conflict` (details.reason
 * "scanner-has-exams")
 */
export async function editScanner(actor: Actor, input: z.infer<typeof editScannerSchema>): Promise<void> {
  const { scannerId, siteId, retired, ...fields } = input;
  await inTransaction(async (tx) => {
    requireCan(actor, "network.manage", { siteId: await findScannerSite(tx, scannerId) });
    requireCan(actor, "network.manage", { siteId });
    const known = await lockScanner(tx, scannerId);
    if (!known || !(await siteExists(tx, siteId))) throw new AppError("not-found");
    if (known.siteId !== siteId && known.exams > 0)
      throw new AppError("conflict", undefined, { reason: "scanner-has-exams" });
    const retiredAt = retired ? (known.retiredAt ?? now()) : null;
    await updateScanner(tx, scannerId, { ...fields, siteId, retiredAt });
    await audit(tx, actor, { type: "scanner.edited", detail: { scannerId, siteId, retired } });
  });
}
