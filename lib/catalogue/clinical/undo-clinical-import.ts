import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findStandingImport, lockImports, removeImported } from "./clinical-import-store";

/**
 * Takes an import back as a whole: every diagnosis, score and control that it brought, corrected since or not.
 * @throws AppError `forbidden` for anyone but a data manager of its site; `not-found` for an import that does not stand
 */
export async function undoClinicalImport(
  actor: Actor,
  importId: string,
): Promise<{ diagnoses: number; scores: number; controls: number }> {
  requireCan(actor, "clinical.manage");
  return inTransaction(async (tx) => {
    const found = await findStandingImport(tx, importId);
    if (!found) throw new AppError("not-found");
    requireCan(actor, "clinical.manage", found);
    await lockImports(tx, found.siteId);
    // Somebody else may have taken it back while this waited.
    if (!(await findStandingImport(tx, importId))) throw new AppError("not-found");
    const removed = await removeImported(tx, importId, now());
    const { siteId } = found;
    await audit(tx, actor, { type: "clinical.import-undone", detail: { importId, siteId, ...removed } });
    return removed;
  });
}
