import type { Actor } from "@/lib/access/actor";
import { requireSiteFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { findUploadSites } from "./upload-store";

/** The sites for which the actor may give files. @throws AppError `forbidden` when there is none */
export async function listUploadSites(actor: Actor): Promise<{ id: string; code: string; name: string }[]> {
  return findUploadSites(db(), requireSiteFilter(actor, "ingest.manage"));
}
