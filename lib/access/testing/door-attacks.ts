import { randomUUID } from "node:crypto";
import { admitPeer } from "@/lib/ingest/admit-peer";
import { answerCommitments } from "@/lib/ingest/answer-commitments";
import { closeRun } from "@/lib/ingest/close-run";
import { closeUpload } from "@/lib/ingest/close-upload";
import { expandArchive } from "@/lib/ingest/expand-archive";
import { ingestFiles } from "@/lib/ingest/ingest-files";
import { keepCommitment } from "@/lib/ingest/keep-commitment";
import { listUploadFates } from "@/lib/ingest/list-upload-fates";
import { openRun } from "@/lib/ingest/open-run";
import type { PeerInput } from "@/lib/ingest/peer";
import { receiveAssociation } from "@/lib/ingest/receive-association";
import { receiveObject } from "@/lib/ingest/receive-object";
import { refuseAtDoor } from "@/lib/ingest/refuse-at-door";
import { settleSpool } from "@/lib/ingest/settle-spool";
import { storeInstances } from "@/lib/ingest/store-instances";
import { uploadFile } from "@/lib/ingest/upload-file";
import { db } from "@/lib/platform/db/client";
import { type Actor, type GrantLevel, systemActor } from "../actor";
import { createApiToken } from "../create-api-token";
import { NIFTIS_OF_A_SITE } from "./nifti-attacks";
import { holding, type SiteFixture } from "./two-sites-store";

type Call = (actor: Actor, site: SiteFixture) => Promise<unknown>;

const calling = { aeTitle: "NOBODY", address: "127.0.0.1", certificate: null };

export const peerAt = (siteId: string): PeerInput => ({
  id: null,
  siteId,
  name: "PACS",
  aeTitle: randomUUID().slice(0, 12),
  addresses: [],
  certificate: null,
  enabled: true,
  commitHost: "127.0.0.1",
  commitPort: 104,
});

async function* noFiles() {
  // Nothing to give: who may give is what is asked.
}

const unreachablePeer = {
  id: randomUUID(),
  siteCode: "",
  aeTitle: "NOBODY",
  addresses: [],
  certificate: null,
  commitHost: null,
  commitPort: null,
};

const runAt = (site: SiteFixture) =>
  openRun(systemActor("test"), { door: "upload", siteCode: site.siteCode });

/** An upload of this very person, from a time when she had the right. */
const ownUpload = (actor: Actor, site: SiteFixture) =>
  openRun(holding({ ...actor, roles: ["dataManager"], grants: [] }, "browse", { siteId: site.siteId }), {
    door: "upload",
    siteCode: site.siteCode,
  });

const archiveAt = async (site: SiteFixture) => {
  const run = await runAt(site);
  return db().ingestArchive.create({ data: { runId: run.id, ordinal: 0, byteCount: 1n } });
};

export async function* oneObject() {
  yield Buffer.from("not DICOM");
}

/** Doors and deliveries: a data manager's, at her site. */
export const DOORS_OF_A_SITE: Record<
  string,
  { role: Actor["roles"][number]; level: GrantLevel; call: Call }
> = {
  ...NIFTIS_OF_A_SITE,
  "lib/ingest/ingest-files.ts": {
    role: "dataManager",
    level: "browse",
    call: (actor, site) => ingestFiles(actor, { items: noFiles, door: "folder", siteCode: site.siteCode }),
  },
  "lib/ingest/open-run.ts": {
    role: "dataManager",
    level: "browse",
    call: (actor, site) => openRun(actor, { door: "upload", siteCode: site.siteCode }),
  },
  "lib/ingest/receive-object.ts": {
    role: "dataManager",
    level: "browse",
    call: async (actor, site) =>
      receiveObject(actor, await runAt(site), { content: Buffer.from("not DICOM") }),
  },
  "lib/ingest/refuse-at-door.ts": {
    role: "dataManager",
    level: "browse",
    call: async (actor, site) => refuseAtDoor(actor, await runAt(site), "empty"),
  },
  "lib/ingest/close-run.ts": {
    role: "dataManager",
    level: "browse",
    call: async (actor, site) => closeRun(actor, await runAt(site)),
  },
  "lib/ingest/keep-commitment.ts": {
    role: "dataManager",
    level: "browse",
    // Without an address to report to nothing is kept: who may ask is what is asked.
    call: (actor, site) =>
      keepCommitment(actor, { ...unreachablePeer, siteId: site.siteId }, Buffer.alloc(0)),
  },
  "lib/access/create-api-token.ts": {
    role: "dataManager",
    level: "browse",
    call: (actor, site) => createApiToken(actor, { siteId: site.siteId, name: "a program", days: 1 }),
  },
  "lib/ingest/store-instances.ts": {
    role: "dataManager",
    level: "browse",
    call: (actor, { siteId, siteCode }) =>
      storeInstances(actor, {
        site: { id: siteId, code: siteCode },
        studyInstanceUid: null,
        form: { kind: "single" },
        body: oneObject(),
      }),
  },
  "lib/ingest/upload-file.ts": {
    role: "dataManager",
    level: "browse",
    call: async (actor, site) =>
      uploadFile(actor, { runId: (await ownUpload(actor, site)).id, ordinal: 0, content: oneObject() }),
  },
  "lib/ingest/close-upload.ts": {
    role: "dataManager",
    level: "browse",
    call: async (actor, site) => closeUpload(actor, (await ownUpload(actor, site)).id),
  },
  "lib/ingest/list-upload-fates.ts": {
    role: "dataManager",
    level: "browse",
    call: async (actor, site) =>
      listUploadFates(actor, { runId: (await ownUpload(actor, site)).id, after: -1 }),
  },
  "lib/ingest/expand-archive.ts": {
    role: "dataManager",
    level: "browse",
    call: async (actor, site) => expandArchive(actor, (await archiveAt(site)).id),
  },
  "lib/ingest/settle-spool.ts": {
    role: "dataManager",
    level: "browse",
    call: async (actor, site) => settleSpool(actor, { run: await runAt(site) }),
  },
};

/** Verbs of the receiver process, about no site in particular. */
export const OF_THE_RECEIVER: Record<string, (actor: Actor) => Promise<unknown>> = {
  "lib/ingest/admit-peer.ts": (actor) => admitPeer(actor, calling),
  "lib/ingest/receive-association.ts": (actor) => receiveAssociation(actor, calling),
  "lib/ingest/answer-commitments.ts": (actor) => answerCommitments(actor, () => Promise.resolve()),
};
