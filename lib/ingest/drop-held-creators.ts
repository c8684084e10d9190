import { type Actor, isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { carryOut, type HeldOutcome } from "./carry-out";
import { requireHeldGroup, selectionFor } from "./decide-held";
import { rememberDroppedCreators } from "./dropped-creator-store";
import type { HeldGroupName } from "./held-selection";

/**
 * Has the elements of a group's unknown private creators dropped, from these files and from every later one. Files of
 * the site that are held for no other creator flow on.
 * @throws AppError `forbidden`; `not-found`; `conflict` for files that are held for another reason
 */
export async function dropHeldCreators(actor: Actor, name: HeldGroupName): Promise<HeldOutcome> {
  const { siteId } = name;
  return inTransaction(async (tx) => {
    const group = await requireHeldGroup(actor, tx, name, "creators");
    const selection = selectionFor("creators", group);
    if (selection.by !== "creators") throw new AppError("internal", "private creators without their hashes");
    const hashes = selection.creatorHashes.map((hash) => new Uint8Array(Buffer.from(hash, "hex")));
    await rememberDroppedCreators(tx, hashes, isSystem(actor) ? null : actor.userId);
    const outcome = await carryOut(tx, actor, "release", siteId, selection);
    await audit(tx, actor, {
      type: "quarantine.creators-dropped",
      detail: { siteId, creators: hashes.length, ...outcome },
    });
    return outcome;
  });
}
