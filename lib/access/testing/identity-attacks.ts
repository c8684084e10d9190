import { decideMatch } from "@/lib/ingest/identity/decide-match";
import { listIdentities } from "@/lib/ingest/identity/list-identities";
import { resumeMerge } from "@/lib/ingest/identity/resume-merge";
import { splitMerge } from "@/lib/ingest/identity/split-merge";
import { addOppositions } from "@/lib/ingest/opposition/add-oppositions";
import { checkOpposition } from "@/lib/ingest/opposition/check-opposition";
import { removeOpposition } from "@/lib/ingest/opposition/remove-opposition";
import type { Actor, GrantLevel } from "../actor";
import { CLINICAL_OF_A_SITE } from "./clinical-attacks";
import { writeMatch, writeMerge } from "./identities-store";
import type { SiteFixture, TwoSites } from "./two-sites-store";

type Call = (actor: Actor, site: SiteFixture) => Promise<unknown>;

/** Verbs about identities, opposition and clinical tables: a data manager's, at her site. */
export const IDENTITY_OF_A_SITE: Record<
  string,
  { role: Actor["roles"][number]; level: GrantLevel; call: Call }
> = {
  ...CLINICAL_OF_A_SITE,
  "lib/ingest/identity/decide-match.ts": {
    role: "dataManager",
    level: "browse",
    call: async (actor, { siteId }) =>
      decideMatch(actor, { matchId: await writeMatch(siteId), decision: "same-person" }),
  },
  "lib/ingest/identity/split-merge.ts": {
    role: "dataManager",
    level: "browse",
    call: async (actor, { siteId }) => splitMerge(actor, await writeMerge(siteId, "done")),
  },
  "lib/ingest/identity/resume-merge.ts": {
    role: "dataManager",
    level: "browse",
    call: async (actor, { siteId }) => resumeMerge(actor, await writeMerge(siteId, "failed")),
  },
  "lib/ingest/opposition/add-oppositions.ts": {
    role: "dataManager",
    level: "browse",
    call: (actor, { siteId }) => addOppositions(actor, { siteId, text: "12345", dryRun: false }),
  },
  "lib/ingest/opposition/check-opposition.ts": {
    role: "dataManager",
    level: "browse",
    call: (actor, { siteId }) => checkOpposition(actor, { siteId, identifier: "12345" }),
  },
  "lib/ingest/opposition/remove-opposition.ts": {
    role: "dataManager",
    level: "browse",
    call: (actor, { siteId }) => removeOpposition(actor, { siteId, identifier: "12345" }),
  },
};

/** Lists after writing a match of each site alone, one of both, and a merge of both. */
export async function listIdentitiesOfAll(actor: Actor, { ours, theirs }: TwoSites): Promise<unknown> {
  await writeMatch(ours.siteId);
  await writeMatch(theirs.siteId);
  await writeMatch(ours.siteId, theirs.siteId);
  await writeMerge(ours.siteId, "done", theirs.siteId);
  return listIdentities(actor);
}
