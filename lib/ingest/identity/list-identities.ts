import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireSiteFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { findMatches, type Match } from "./match-store";
import { findMerges, type Merge } from "./merge-list-store";

/** As many as a person decides about at one sitting. */
const LISTED = 100;

export interface Identities {
  /** Wait for a decision. */
  open: Match[];
  /** Decided to be two people. */
  apart: Match[];
  merges: Merge[];
}

/**
 * Subjects who may be one person, and those who were merged, of the sites where the actor decides; never a name, a date
 * or an identifier.
 * @throws AppError `forbidden`
 */
export async function listIdentities(actor: Actor): Promise<Identities> {
  const filter = requireSiteFilter(actor, "identity.decide");
  const sites = filter.kind === "all" ? null : filter.siteIds;
  const open = await findMatches(db(), sites, "open", LISTED);
  const apart = await findMatches(db(), sites, "apart", LISTED);
  const merges = await findMerges(db(), sites, LISTED);
  await audit(db(), actor, {
    type: "identity.listed",
    detail: { shown: open.length + apart.length + merges.length },
  });
  return { open, apart, merges };
}
