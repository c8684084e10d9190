import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findScannerSite, insertHardwareEpoch } from "./registry-store";

export const addHardwareEpochSchema = z.object({
  scannerId: z.guid(),
  /** True day of the event. */
  on: z.iso.date(),
  /** What was changed, e.g. a gradient coil. */
  note: z
    .string()
    .trim()
    .min(3)
    .max(200)
    .regex(/^\P{Cc}*$/u),
});

/** No MRI scanner is older. */
const EARLIEST = new Date("1980-01-01T00:00:00Z");

/**
 * Notes a change of a scanner's hardware at its true date; software epochs stand beside it.
 * @throws AppError `forbidden`; `not-found`; `invalid-input` for a day to come or before there were scanners;
 * `conflict` (details.reason "epoch-exists") when that day has one
 */
export async function addHardwareEpoch(
  actor: Actor,
  input: z.infer<typeof addHardwareEpochSchema>,
): Promise<{ epochId: string }> {
  const { scannerId, on, note } = input;
  const startedAt = new Date(`${on}T00:00:00Z`);
  return inTransaction(async (tx) => {
    const siteId = await findScannerSite(tx, scannerId);
    requireCan(actor, "network.manage", { siteId });
    if (siteId === null) throw new AppError("not-found");
    if (startedAt > now() || startedAt < EARLIEST)
      throw new AppError("invalid-input", undefined, { fields: ["on"] });
    const epochId = await insertHardwareEpoch(tx, { scannerId, startedAt, note });
    if (epochId === null) throw new AppError("conflict", undefined, { reason: "epoch-exists" });
    await audit(tx, actor, { type: "epoch.added", detail: { epochId, scannerId } });
    return { epochId };
  });
}
