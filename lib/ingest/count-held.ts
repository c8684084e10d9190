import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { inTransaction } from "@/lib/platform/db/client";
import { requireHeldGroup, selectionFor } from "./decide-held";
import { countSelected } from "./held-files-store";
import { heldGroupSchema } from "./held-selection";
import { HELD_DECISIONS } from "./rules/decisions";

export const countHeldSchema = heldGroupSchema.extend({ decision: z.enum(HELD_DECISIONS) });

/**
 * How many files a decision would be about, before it is taken.
 * @throws AppError as the decision itself
 */
export async function countHeld(actor: Actor, input: z.infer<typeof countHeldSchema>): Promise<number> {
  return inTransaction(async (tx) => {
    const group = await requireHeldGroup(actor, tx, input, input.decision);
    const files = await countSelected(tx, input.siteId, selectionFor(input.decision, group));
    await audit(tx, actor, { type: "quarantine.counted", detail: { siteId: input.siteId, files } });
    return files;
  });
}
