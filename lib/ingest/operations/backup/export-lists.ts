import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db/client";
import { readLists } from "./lists-store";
import { writeWhole } from "./manifest";

/**
 * Writes who must stay away (oppositions, withdrawals) to a file, to be given to the restore of an older backup.
 * @throws AppError `forbidden`
 */
export async function exportLists(actor: Actor, path: string): Promise<void> {
  requireCan(actor, "operations.run", { siteId: null });
  await writeWhole(path, JSON.stringify(await readLists(db(), now()), null, 2));
  await audit(db(), actor, { type: "catalogue.lists-exported", detail: {} });
}
