import type { Actor } from "@/lib/access/actor";
import { requireSiteFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { findSiteNames } from "./network-store";

/**
 * The sites at which the actor may look up a hospital identifier.
 * @throws AppError `forbidden` when there is none
 */
export async function listIdentifiableSites(actor: Actor): Promise<{ id: string; name: string }[]> {
  return findSiteNames(db(), requireSiteFilter(actor, "subject.identify"));
}
