import { z } from "zod";
import { type Actor, isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { findSiteCode } from "@/lib/catalogue/find-subject-store";
import { linkageHash } from "@/lib/deid/identity";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { secrets } from "@/lib/platform/secrets";
import { countLookup } from "./lookup-limit";
import { countLinked, findOpposed } from "./opposition-store";

export const oneIdentifierSchema = z.object({
  siteId: z.guid(),
  /** As the hospital writes it (PatientID). Never stored, logged, or put into an address. */
  identifier: z.string().trim().min(1).max(64),
});

export interface OppositionState {
  opposed: boolean;
  /** Has images in the catalogue, which a withdrawal takes out. */
  inCatalogue: boolean;
}

/**
 * Whether the person of an identifier is on the site's list. Audited without the identifier.
 * @throws AppError `forbidden` for anyone but a data manager of that site; `rate-limited`; `invalid-input`
 */
export async function checkOpposition(
  actor: Actor,
  { siteId, identifier }: z.infer<typeof oneIdentifierSchema>,
): Promise<OppositionState> {
  requireCan(actor, "opposition.manage", { siteId });
  if (!isSystem(actor)) await countLookup(actor.userId);
  return inTransaction(async (tx) => {
    const siteCode = await findSiteCode(tx, siteId);
    if (siteCode === null) throw new AppError("not-found");
    const hash = linkageHash(secrets().linkageKey, siteCode, identifier);
    if (hash === null) throw new AppError("invalid-input", "names nobody", { reason: "unusable-identifier" });
    const hashes = [new Uint8Array(hash)];
    const opposed = (await findOpposed(tx, hashes)).length > 0;
    await audit(tx, actor, { type: "opposition.checked", detail: { siteId, opposed } });
    return { opposed, inCatalogue: (await countLinked(tx, hashes)) > 0 };
  });
}
