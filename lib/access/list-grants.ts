import { z } from "zod";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "./actor";
import { audit } from "./audit";
import { countGrants, findGrants, type GrantRow, type GrantState } from "./grant-store";
import { requireCan } from "./policy";

export const listGrantsSchema = z.object({
  state: z.enum(["active", "expired", "revoked"]).catch("active"),
  userId: z.guid().nullable().catch(null),
});

export interface GrantList {
  grants: GrantRow[];
  /** How many there are in each state, under the same filter by person. */
  counts: Record<GrantState, number>;
}

/** Who may see what, and why; newest first, at most GRANTS_LISTED. @throws AppError `forbidden` */
export async function listGrants(actor: Actor, query: z.infer<typeof listGrantsSchema>): Promise<GrantList> {
  requireCan(actor, "grants.manage");
  const at = now();
  const grants = await findGrants(query.state, query.userId, at);
  await audit(db(), actor, { type: "grants.listed", detail: { shown: grants.length } });
  return { grants, counts: await countGrants(query.userId, at) };
}
