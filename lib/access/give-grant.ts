import { z } from "zod";
import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { type Actor, GRANT_LEVELS, isSystem } from "./actor";
import { audit } from "./audit";
import { insertGrant, scopeExists } from "./grant-store";
import { requireCan } from "./policy";
import { findUser } from "./user-store";

export const giveGrantSchema = z.object({
  userId: z.guid(),
  scope: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("network") }),
    z.object({ kind: z.literal("site"), siteId: z.guid() }),
    z.object({ kind: z.literal("project"), projectId: z.guid() }),
  ]),
  level: z.enum(GRANT_LEVELS),
  trueDates: z.boolean(),
  /** Why: shown to whoever reviews rights. */
  purpose: z.string().trim().min(3).max(500),
  /** Null for a grant that lasts until it is revoked. */
  expiresAt: z.date().nullable(),
});

/**
 * Opens rows to a person, from her next request on.
 * @throws AppError `forbidden`; `not-found` (person, site or project); `conflict` (details.reason "disabled");
 * `invalid-input` for an expiry that has passed, or for true dates of a project: they belong to sites.
 */
export async function giveGrant(
  actor: Actor,
  input: z.infer<typeof giveGrantSchema>,
): Promise<{ grantId: string }> {
  requireCan(actor, "grants.manage");
  const { userId, scope, level, trueDates, purpose, expiresAt } = input;
  if (expiresAt !== null && expiresAt <= now()) {
    throw new AppError("invalid-input", undefined, { fields: ["expiresAt"] });
  }
  if (trueDates && scope.kind === "project") {
    throw new AppError("invalid-input", undefined, { fields: ["trueDates"] });
  }
  const siteId = scope.kind === "site" ? scope.siteId : null;
  const projectId = scope.kind === "project" ? scope.projectId : null;
  return inTransaction(async (tx) => {
    const user = await findUser(tx, userId);
    if (user === null || !(await scopeExists(tx, siteId, projectId))) throw new AppError("not-found");
    if (user.disabledAt !== null) throw new AppError("conflict", undefined, { reason: "disabled" });
    const grantId = await insertGrant(tx, {
      userId,
      scope: scope.kind,
      siteId,
      projectId,
      level,
      trueDates,
      purpose,
      expiresAt,
      grantedById: isSystem(actor) ? null : actor.userId,
    });
    const toSelf = userId === actor.userId;
    await audit(tx, actor, {
      type: "grant.given",
      detail: { grantId, userId, scope: scope.kind, siteId, projectId, level, trueDates, toSelf },
    });
    return { grantId };
  });
}
