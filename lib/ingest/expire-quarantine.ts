import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { now } from "@/lib/platform/clock";
import { db, inTransaction } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { carryOutOn } from "./carry-out";
import { lockHeldBefore } from "./held-files-store";
import { forgetGivenNiftis } from "./nifti/given-nifti-store";

const DAY_MS = 24 * 60 * 60 * 1000;
const PART = 200;

/**
 * Erases the bytes of held files that nobody decided about in ARIANE_QUARANTINE_DAYS days, and which given NIfTI file
 * became which series.
 * @returns how many were erased
 * @throws AppError `forbidden`
 */
export async function expireQuarantine(actor: Actor): Promise<number> {
  requireCan(actor, "ingest.manage", { siteId: null });
  const before = new Date(now().getTime() - env().quarantineDays * DAY_MS);
  await forgetGivenNiftis(db(), before);
  let total = 0;
  for (;;) {
    const files = await inTransaction(async (tx) => {
      const ids = await lockHeldBefore(tx, before, PART);
      await carryOutOn(tx, "erase", ids);
      if (ids.length > 0)
        await audit(tx, actor, { type: "quarantine.expired", detail: { files: ids.length } });
      return ids.length;
    });
    total += files;
    if (files < PART) return total;
  }
}
