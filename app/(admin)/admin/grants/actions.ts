"use server";

import { z } from "zod";
import type { GrantDraft } from "@/components/admin/grant-form";
import { type ActionResult, runAction } from "@/lib/access/action";
import { giveGrant, giveGrantSchema } from "@/lib/access/give-grant";
import { revokeGrant } from "@/lib/access/revoke-grant";

const DAY_MS = 24 * 60 * 60 * 1000;

/** A scope as the form writes it: "network", "site:<id>" or "project:<id>". */
const scopeSchema = z.string().transform((value) => {
  const [kind, id] = value.split(":");
  return { kind, siteId: id, projectId: id };
});

const draftSchema = z
  .object({
    userId: z.string(),
    scope: scopeSchema,
    level: z.string(),
    trueDates: z.boolean(),
    purpose: z.string(),
    lastDay: z.union([z.literal(""), z.iso.date()]),
  })
  .transform(({ lastDay, ...grant }) => ({
    ...grant,
    // The last day is included: the grant ends when the next one begins.
    expiresAt: lastDay === "" ? null : new Date(Date.parse(`${lastDay}T00:00:00Z`) + DAY_MS),
  }));

export async function give(draft: GrantDraft): Promise<ActionResult<null>> {
  return runAction(draftSchema, draft, async (actor, grant) => {
    await giveGrant(actor, giveGrantSchema.parse(grant));
    return null;
  });
}

export async function revoke(grantId: string): Promise<ActionResult<null>> {
  return runAction(z.guid(), grantId, async (actor, id) => {
    await revokeGrant(actor, id);
    return null;
  });
}
