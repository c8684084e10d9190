import { z } from "zod";
import { type Actor, isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { findScannerSite, insertScanner, rememberAlias, siteExists } from "@/lib/network/registry-store";
import { scannerFieldsSchema } from "@/lib/network/scanner-fields";
import { inTransaction, type Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { carryOut, type HeldOutcome } from "./carry-out";
import { requireHeldGroup, selectionFor } from "./decide-held";
import { heldGroupSchema } from "./held-selection";

export const mapHeldScannerSchema = heldGroupSchema.extend({
  /** The scanner that these files are of: one that is known, or a new one. */
  scanner: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("known"), scannerId: z.guid() }),
    scannerFieldsSchema.extend({ kind: z.literal("new"), siteId: z.guid() }),
  ]),
});
type MapHeldScanner = z.infer<typeof mapHeldScannerSchema>;

/**
 * Says which scanner held files of an unknown one are of. The decision is remembered for later files that name their
 * scanner in the same way, and the held files flow on.
 * @throws AppError `forbidden` without the right at the site of the files and at that of the scanner; `not-found`;
 * `conflict` for files that are held for another reason
 */
export async function mapHeldScanner(
  actor: Actor,
  input: MapHeldScanner,
): Promise<HeldOutcome & { scannerId: string }> {
  const { siteId } = input;
  return inTransaction(async (tx) => {
    const group = await requireHeldGroup(actor, tx, input, "scanner");
    const selection = selectionFor("scanner", group);
    if (selection.by !== "scanner") throw new AppError("internal", "a scanner's files without its key");
    const scannerId = await scannerOf(actor, tx, input.scanner);
    const key = new Uint8Array(Buffer.from(selection.scannerKey, "hex"));
    await rememberAlias(tx, key, scannerId, isSystem(actor) ? null : actor.userId);
    const outcome = await carryOut(tx, actor, "release", siteId, selection);
    await audit(tx, actor, {
      type: "quarantine.scanner-mapped",
      detail: { siteId, scannerId, ...outcome },
    });
    return { ...outcome, scannerId };
  });
}

async function scannerOf(actor: Actor, tx: Tx, scanner: MapHeldScanner["scanner"]): Promise<string> {
  if (scanner.kind === "known") {
    // Exams get the rights of the scanner's site: whoever sends files there must have a say at both.
    const siteId = await findScannerSite(tx, scanner.scannerId);
    requireCan(actor, "ingest.manage", { siteId });
    if (siteId === null) throw new AppError("not-found");
    return scanner.scannerId;
  }
  const { kind: _, siteId, ...fields } = scanner;
  requireCan(actor, "network.manage", { siteId });
  requireCan(actor, "ingest.manage", { siteId });
  if (!(await siteExists(tx, siteId))) throw new AppError("not-found");
  const scannerId = await insertScanner(tx, siteId, fields);
  await audit(tx, actor, { type: "scanner.added", detail: { scannerId, siteId } });
  return scannerId;
}
