import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireSiteFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { findOpenNotices, type OpenNotice } from "./notice-store";

const MOST_SHOWN = 50;

/** What was announced about the actor's scanners and nobody acknowledged, newest first. @throws AppError `forbidden` */
export async function listNotices(actor: Actor): Promise<OpenNotice[]> {
  const filter = requireSiteFilter(actor, "network.manage");
  const notices = await findOpenNotices(db(), filter.kind === "all" ? null : filter.siteIds, MOST_SHOWN);
  await audit(db(), actor, { type: "notices.listed", detail: { shown: notices.length } });
  return notices;
}
