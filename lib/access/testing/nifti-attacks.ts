import { randomUUID } from "node:crypto";
import { attachNifti } from "@/lib/ingest/nifti/attach-nifti";
import { buildNifti } from "@/lib/ingest/nifti/build-nifti";
import { readNiftiFate } from "@/lib/ingest/nifti/read-nifti-fate";
import { rebuildNifti } from "@/lib/ingest/nifti/rebuild-nifti";
import type { Actor, GrantLevel, Role } from "../actor";
import { holding, type SiteFixture } from "./two-sites-store";

// The attacks on NIfTI files, for the tables of attacks.itest.ts.

type Call = (actor: Actor, site: SiteFixture) => Promise<unknown>;

async function* oneFile() {
  yield Buffer.from("not NIfTI");
}

const attach = (actor: Actor, { seriesId }: SiteFixture) =>
  attachNifti(actor, { series: seriesId, ontoOrdinal: null, content: "image", bytes: oneFile() });

/** A file of this very person, from a time when she had the right. */
const ownFile = (actor: Actor, site: SiteFixture) =>
  attach(holding({ ...actor, roles: ["dataManager"], grants: [] }, "browse", { siteId: site.siteId }), site);

export const NIFTIS_OF_A_SITE: Record<string, { role: Role; level: GrantLevel; call: Call }> = {
  "lib/ingest/nifti/attach-nifti.ts": { role: "dataManager", level: "browse", call: attach },
  "lib/ingest/nifti/read-nifti-fate.ts": {
    role: "dataManager",
    level: "browse",
    call: async (actor, site) => readNiftiFate(actor, (await ownFile(actor, site)).niftiId),
  },
};

/** Jobs over every site: the right must be for all of them. */
export const NIFTI_JOBS: Record<string, (actor: Actor) => Promise<unknown>> = {
  "lib/ingest/nifti/build-nifti.ts": (actor) => buildNifti(actor, randomUUID()),
  "lib/ingest/nifti/rebuild-nifti.ts": (actor) => rebuildNifti(actor, randomUUID()),
};
