import { randomUUID } from "node:crypto";
import { correctRole } from "@/lib/harmonise/correct-role";
import { readRoleCorrections } from "@/lib/harmonise/read-role-corrections";
import { removeRoleCorrection } from "@/lib/harmonise/remove-role-correction";
import { settleSeriesRoles } from "@/lib/harmonise/settle-series-roles";
import { type Actor, type GrantLevel, type Role, systemActor } from "../actor";
import type { SiteFixture } from "./two-sites-store";

// The attacks on the corrections of roles, for the tables of attacks.itest.ts.

type Call = (actor: Actor, site: SiteFixture) => Promise<unknown>;

const manager = { role: "dataManager", level: "browse" } as const;
const T2W = { role: "T2w", map: null } as const;

/** Corrections of the series of a site's scanners. */
export const ROLES_OF_A_SITE: Record<string, { role: Role; level: GrantLevel; call: Call }> = {
  "lib/harmonise/read-role-corrections.ts": {
    ...manager,
    call: (actor, { seriesId }) => readRoleCorrections(actor, seriesId),
  },
  "lib/harmonise/correct-role.ts": {
    ...manager,
    call: (actor, { volumeId }) => correctRole(actor, { volumeId, ...T2W }),
  },
  "lib/harmonise/remove-role-correction.ts": {
    ...manager,
    call: async (actor, { volumeId }) => {
      await correctRole(systemActor("test"), { volumeId, ...T2W });
      return removeRoleCorrection(actor, volumeId);
    },
  },
};

/** The job that carries a correction out: for every site or not at all. */
export const ROLES_OF_EVERY_SITE: Record<string, (actor: Actor) => Promise<unknown>> = {
  "lib/harmonise/settle-series-roles.ts": (actor) =>
    settleSeriesRoles(actor, { scannerId: randomUUID(), description: "" }),
};
