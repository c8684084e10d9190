import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter, requireCan } from "@/lib/access/policy";
import { linkageHash } from "@/lib/deid/identity";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { secrets } from "@/lib/platform/secrets";
import { findLinkedSubject, findSiteCode } from "./find-subject-store";

export const identifierQuerySchema = z.object({
  siteId: z.guid(),
  /** As the hospital writes it (PatientID). Never stored, logged, or put into an address. */
  identifier: z.string().trim().min(1).max(64),
});

/** Enough for a consultation, far too few to try out numbers: identifiers are often short sequences of digits. */
const perUser = new RateLimiterMemory({ keyPrefix: "identify", points: 20, duration: 10 * 60 });

/**
 * The pseudonym of a patient of one's site, by the hospital's identifier; null when no such patient has an exam here.
 * Hits and misses are both audited, without the identifier.
 * @throws AppError `forbidden` for anyone but a clinician of that site; `rate-limited`
 */
export async function findSubjectByIdentifier(
  actor: Actor,
  query: z.infer<typeof identifierQuerySchema>,
): Promise<{ pseudonym: string } | null> {
  requireCan(actor, "subject.identify", { siteId: query.siteId });
  await perUser.consume(actor.userId).catch((error: unknown) => {
    if (error instanceof RateLimiterRes) throw new AppError("rate-limited");
    throw error;
  });
  return inTransaction(async (tx) => {
    const siteCode = await findSiteCode(tx, query.siteId);
    if (siteCode === null) throw new AppError("not-found");
    const hash = linkageHash(secrets().linkageKey, siteCode, query.identifier);
    const subject =
      hash &&
      (await findLinkedSubject(tx, examFilter(actor, "view"), { linkageHash: hash, siteId: query.siteId }));
    await audit(tx, actor, {
      type: "subject.identified",
      detail: { siteId: query.siteId, subjectId: subject?.id ?? null },
    });
    return subject ? { pseudonym: subject.pseudonym } : null;
  });
}
