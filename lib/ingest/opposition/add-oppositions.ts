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
import { readIdentifiers } from "./identifier-list";
import { countLinked, findOpposed, insertOppositions } from "./opposition-store";

export const addOppositionsSchema = z.object({
  siteId: z.guid(),
  /** One identifier, one per line, or the first column of a CSV. Never stored, logged, or put into an address. */
  text: z.string().max(2_000_000),
  /** Only says what would happen. */
  dryRun: z.boolean(),
});

export interface OppositionsAdded {
  /** Distinct identifiers that were read. */
  read: number;
  added: number;
  /** Were on the list already. */
  known: number;
  /** Of those read: people who have images in the catalogue, which a withdrawal takes out. */
  inCatalogue: number;
  /** Lines, from 1, whose identifier names nobody; with any, nothing is added. */
  unusableLines: number[];
}

/**
 * Puts people on a site's opposition list by the hospital's identifiers; only keyed hashes are kept. All or nothing: a
 * line that names nobody stops the whole list.
 * @throws AppError `forbidden` for anyone but a data manager of that site; `invalid-input`; `rate-limited`
 */
export async function addOppositions(
  actor: Actor,
  { siteId, text, dryRun }: z.infer<typeof addOppositionsSchema>,
): Promise<OppositionsAdded> {
  requireCan(actor, "opposition.manage", { siteId });
  if (!isSystem(actor)) await countLookup(actor.userId);
  return inTransaction(async (tx) => {
    const siteCode = await findSiteCode(tx, siteId);
    if (siteCode === null) throw new AppError("not-found");
    const hashes = new Map<string, Uint8Array<ArrayBuffer>>();
    const unusableLines: number[] = [];
    for (const { line, identifier } of readIdentifiers(text)) {
      const hash = linkageHash(secrets().linkageKey, siteCode, identifier);
      if (hash === null) unusableLines.push(line);
      else hashes.set(hash.toString("hex"), new Uint8Array(hash));
    }
    const all = [...hashes.values()];
    const before = await findOpposed(tx, all);
    const answer = {
      read: all.length,
      added: all.length - before.length,
      known: before.length,
      inCatalogue: await countLinked(tx, all),
      unusableLines,
    };
    if (dryRun) {
      await audit(tx, actor, { type: "opposition.tried", detail: { siteId, read: all.length } });
      return answer;
    }
    if (unusableLines.length > 0 || all.length === 0)
      throw new AppError("invalid-input", "identifiers that name nobody", { reason: "unusable-identifier" });
    const added = await insertOppositions(tx, siteId, isSystem(actor) ? null : actor.userId, all);
    await audit(tx, actor, { type: "opposition.added", detail: { siteId, added } });
    return { ...answer, added, known: all.length - added };
  });
}
