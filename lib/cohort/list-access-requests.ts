import { type Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { findAccessRequests } from "./access-request-store";
import { readableRequests, type ListedRequest } from "./readable-requests";
import { findVocabulary } from "./vocabulary-store";
import type { Vocabulary } from "./vocabulary";

/** Who asked to see what, and why; with the words that the questions need. @throws AppError `forbidden` */
export async function listAccessRequests(
  actor: Actor,
): Promise<{ requests: ListedRequest[]; vocabulary: Vocabulary }> {
  requireCan(actor, "grants.manage");
  const { requests, codes } = readableRequests(await findAccessRequests(null));
  await audit(db(), actor, { type: "access.requests-listed", detail: { shown: requests.length } });
  // The name of every project: whoever manages rights sees them all in /admin/grants.
  return { requests, vocabulary: await findVocabulary(db(), { kind: "all" }, codes) };
}
