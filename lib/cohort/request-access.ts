import { z } from "zod";
import { type Actor, GRANT_LEVELS, isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { scopeExists } from "@/lib/access/grant-store";
import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { countOpenRequests, insertAccessRequest } from "./access-request-store";
import { requireKnownCodes } from "./known-codes-store";
import { parseCriteria } from "./parse-criteria";

/** Open requests of one person; more would only bury the list. */
const MOST_OPEN = 20;

export const requestAccessSchema = z
  .strictObject({
    /** The question, read with parseCriteria. */
    criteria: z.unknown(),
    level: z.enum(GRANT_LEVELS),
    /** Why: shown to whoever decides. */
    purpose: z.string().trim().min(10).max(500),
    siteId: z.guid().nullish(),
    projectId: z.guid().nullish(),
  })
  .refine(({ siteId, projectId }) => !siteId || !projectId, "of a site or of a project, not of both");

/**
 * Keeps a question with the wish to see what answers it, for whoever decides on rights. It opens nothing.
 * @throws AppError `invalid-input` (criteria, purpose); `not-found` (site, project); `conflict` when too many are open
 */
export async function requestAccess(
  actor: Actor,
  input: z.input<typeof requestAccessSchema>,
): Promise<{ requestId: string }> {
  if (isSystem(actor)) throw new AppError("forbidden");
  const { level, purpose, siteId = null, projectId = null, criteria } = requestAccessSchema.parse(input);
  const question = parseCriteria(criteria);
  return inTransaction(async (tx) => {
    await requireKnownCodes(question, tx);
    if (!(await scopeExists(tx, siteId, projectId))) throw new AppError("not-found");
    if ((await countOpenRequests(tx, actor.userId)) >= MOST_OPEN) {
      throw new AppError("conflict", undefined, { reason: "too-many-requests" });
    }
    const requestId = await insertAccessRequest(tx, {
      userId: actor.userId,
      siteId,
      projectId,
      level,
      purpose,
      criteria: question,
      createdAt: now(),
    });
    await audit(tx, actor, { type: "access.requested", detail: { requestId, level, siteId, projectId } });
    return { requestId };
  });
}
