import { randomUUID } from "node:crypto";
import { countHeld } from "@/lib/ingest/count-held";
import { dropHeldCreators } from "@/lib/ingest/drop-held-creators";
import { eraseHeldFiles } from "@/lib/ingest/erase-held";
import { closeAbandonedRuns } from "@/lib/ingest/close-abandoned-runs";
import { expireQuarantine } from "@/lib/ingest/expire-quarantine";
import { listDays } from "@/lib/ingest/list-days";
import { listHeldGroups } from "@/lib/ingest/list-held-groups";
import { mapHeldScanner } from "@/lib/ingest/map-held-scanner";
import { releaseHeldFiles } from "@/lib/ingest/release-held";
import { workQuarantineTask } from "@/lib/ingest/work-quarantine-task";
import { acknowledgeNotice } from "@/lib/network/acknowledge-notice";
import { addHardwareEpoch } from "@/lib/network/add-hardware-epoch";
import { addScanner } from "@/lib/network/add-scanner";
import { addSite } from "@/lib/network/add-site";
import { editScanner } from "@/lib/network/edit-scanner";
import { editSite } from "@/lib/network/edit-site";
import { listNotices } from "@/lib/network/list-notices";
import type { Actor, GrantLevel, Role } from "../actor";
import { listImportsOfEach } from "./clinical-attacks";
import { JUDGING_OF_A_SITE, JUDGING_OF_THE_NETWORK } from "./judging-attacks";
import { PROTOCOLS_OF_THE_NETWORK } from "./protocol-attacks";
import { NIFTI_JOBS } from "./nifti-attacks";
import { LIFELINE_JOBS, LIFELINE_OF_A_SITE } from "./lifeline-attacks";
import { ROLES_OF_EVERY_SITE } from "./role-attacks";
import { type SiteFixture, writeHeld, writeNotice, writeSiteAlone } from "./two-sites-store";

// The attacks on the network registry and on the decisions about held files, for the tables of attacks.itest.ts.

type Call = (actor: Actor, site: SiteFixture) => Promise<unknown>;

const SCANNER = {
  manufacturer: "Siemens",
  model: "Vida",
  fieldStrengthTesla: 3,
  label: null,
  silentAfterHours: null,
} as const;

async function scannerOf(actor: Actor, siteId: string): Promise<string> {
  const system: Actor = { ...actor, agent: "system:test" };
  return (await addScanner(system, { ...SCANNER, siteId })).scannerId;
}

const hash = () => (randomUUID() + randomUUID()).replaceAll("-", "");
const manager = { role: "dataManager", level: "browse" } as const;

/** Decisions about the held files of a site. */
export const HELD_OF_A_SITE: Record<string, { role: Role; level: GrantLevel; call: Call }> = {
  ...JUDGING_OF_A_SITE,
  "lib/ingest/count-held.ts": {
    ...manager,
    call: async (actor, site) =>
      countHeld(actor, { ...(await writeHeld(site, "malformed")), decision: "retry" }),
  },
  "lib/ingest/release-held.ts": {
    ...manager,
    call: async (actor, site) => releaseHeldFiles(actor, await writeHeld(site, "malformed")),
  },
  "lib/ingest/erase-held.ts": {
    ...manager,
    call: async (actor, site) => eraseHeldFiles(actor, await writeHeld(site, "truncated")),
  },
  "lib/ingest/map-held-scanner.ts": {
    ...manager,
    call: async (actor, site) =>
      mapHeldScanner(actor, {
        ...(await writeHeld(site, "unknown-scanner", { scannerKey: hash() })),
        scanner: { kind: "known", scannerId: await scannerOf(actor, site.siteId) },
      }),
  },
  "lib/ingest/drop-held-creators.ts": {
    ...manager,
    call: async (actor, site) =>
      dropHeldCreators(actor, await writeHeld(site, "unknown-private-creator", { creatorHashes: [hash()] })),
  },
};

/** Verbs about the scanners of a site: of its data manager and of the administrator. */
export const SCANNERS_OF_A_SITE: Record<string, Call> = {
  ...LIFELINE_OF_A_SITE,
  "lib/network/add-scanner.ts": (actor, { siteId }) => addScanner(actor, { ...SCANNER, siteId }),
  "lib/network/edit-scanner.ts": async (actor, { siteId }) => {
    const scannerId = await scannerOf(actor, siteId);
    return editScanner(actor, { ...SCANNER, scannerId, siteId, retired: true });
  },
  "lib/network/add-hardware-epoch.ts": async (actor, { siteId }) => {
    const scannerId = await scannerOf(actor, siteId);
    return addHardwareEpoch(actor, { scannerId, on: "2024-05-06", note: "gradient coil" });
  },
  "lib/network/acknowledge-notice.ts": async (actor, { siteId }) =>
    acknowledgeNotice(actor, await writeNotice(siteId)),
};

/** Verbs about sites: the administrator's. */
export const SITES_OF_THE_ADMINISTRATOR: Record<string, (actor: Actor) => Promise<unknown>> = {
  "lib/network/add-site.ts": (actor) =>
    addSite(actor, { code: `S-${randomUUID().slice(0, 8).toUpperCase()}`, name: "A new site", city: "" }),
  "lib/network/edit-site.ts": async (actor) =>
    editSite(actor, { siteId: await writeSiteAlone(), name: "Another name", city: "Lens" }),
};

export const NETWORK_LISTS: Record<string, { role: Role; call: (actor: Actor) => Promise<unknown> }> = {
  "lib/catalogue/clinical/list-clinical-imports.ts": { role: "dataManager", call: listImportsOfEach },
  "lib/ingest/list-held-groups.ts": { role: "dataManager", call: (actor) => listHeldGroups(actor) },
  "lib/ingest/list-days.ts": { role: "dataManager", call: (actor) => listDays(actor, { until: null }) },
  "lib/network/list-notices.ts": { role: "dataManager", call: (actor) => listNotices(actor) },
};

/** Jobs over every site: the right must be for all of them. */
export const JOBS_OF_EVERY_SITE: Record<string, (actor: Actor) => Promise<unknown>> = {
  ...NIFTI_JOBS,
  ...LIFELINE_JOBS,
  ...JUDGING_OF_THE_NETWORK,
  ...PROTOCOLS_OF_THE_NETWORK,
  "lib/ingest/close-abandoned-runs.ts": (actor) => closeAbandonedRuns(actor),
  ...ROLES_OF_EVERY_SITE,
  "lib/ingest/expire-quarantine.ts": (actor) => expireQuarantine(actor),
  "lib/ingest/work-quarantine-task.ts": (actor) => workQuarantineTask(actor, randomUUID()),
};
