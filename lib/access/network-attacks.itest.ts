import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eraseHeldFiles } from "@/lib/ingest/erase-held";
import { mapHeldScanner } from "@/lib/ingest/map-held-scanner";
import { addScanner } from "@/lib/network/add-scanner";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { migrateQueue } from "@/lib/platform/queue";
import { type Actor, GRANT_LEVELS, ROLES, systemActor } from "./actor";
import { OVER_THE_NETWORK } from "./testing/combat-attacks";
import { JOBS_OF_EVERY_SITE, SCANNERS_OF_A_SITE } from "./testing/network-attacks";
import { holding, type TwoSites, writeHeld, writePerson, writeTwoSites } from "./testing/two-sites-store";
import { refusal } from "./testing/refusal";

// Attacks whose shape is none of the tables of attacks.itest.ts, which counts them all.

let database: TestDatabase;
let sites: TwoSites;
let person: Actor;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  sites = await writeTwoSites();
  person = await writePerson("everything but a grant", [...ROLES]);
});
afterAll(() => database.stop());

describe.each(Object.entries(SCANNERS_OF_A_SITE))("%s", (_, call) => {
  it("is refused at another site, without a grant, and to other roles", async () => {
    const role = { ...person, roles: ["dataManager" as const] };
    expect(await refusal(call(role, sites.theirs))).toBe("forbidden");
    expect(await refusal(call(holding(role, "export", { siteId: sites.ours.siteId }), sites.theirs))).toBe(
      "forbidden",
    );
    const others = { ...person, roles: ["clinician" as const, "neuroscientist" as const] };
    expect(await refusal(call(holding(others, "export", "network"), sites.theirs))).toBe("forbidden");
  });

  it("is open to the site's data manager and to an administrator", async () => {
    const own = holding({ ...person, roles: ["dataManager"] }, "browse", { siteId: sites.theirs.siteId });
    expect(await refusal(call(own, sites.theirs))).toBe("answered");
    expect(await refusal(call({ ...person, roles: ["admin"] }, sites.theirs))).toBe("answered");
  });
});

describe.each(Object.entries(JOBS_OF_EVERY_SITE))("%s", (_, call) => {
  it("is refused to whoever manages one site, and to other roles", async () => {
    const own = holding({ ...person, roles: ["dataManager"] }, "export", { siteId: sites.ours.siteId });
    const researcher = holding({ ...person, roles: ["neuroscientist"] }, "export", "network");
    for (const attacker of [person, own, researcher]) expect(await refusal(call(attacker))).toBe("forbidden");
    expect(await refusal(call(systemActor("test")))).toBe("answered");
  });
});

describe.each(Object.entries(OVER_THE_NETWORK))("%s", (_, { level, answer, call }) => {
  it("is refused to roles alone, to sites and projects, below its level, and without its roles", async () => {
    const everySite = holding(holding(person, "export", { siteId: sites.ours.siteId }), "export", {
      siteId: sites.theirs.siteId,
    });
    const attackers = [
      person,
      everySite,
      holding(person, "export", { projectId: sites.projectId }),
      ...GRANT_LEVELS.slice(0, GRANT_LEVELS.indexOf(level)).map((lower) => holding(person, lower, "network")),
      holding({ ...person, roles: ["admin", "clinician"] }, "export", "network"),
    ];
    for (const attacker of attackers) expect(await refusal(call(attacker))).toBe("forbidden");
  });

  it("is open to researchers and data managers with its level on the network", async () => {
    for (const role of ["neuroscientist", "dataManager"] as const) {
      expect(await refusal(call(holding({ ...person, roles: [role] }, level, "network")))).toBe(answer);
    }
  });
});

describe("held files", () => {
  it("do not go to a scanner of another site without a right there", async () => {
    const own = holding({ ...person, roles: ["dataManager"] }, "export", { siteId: sites.ours.siteId });
    const { scannerId } = await addScanner(systemActor("test"), {
      ...{ siteId: sites.theirs.siteId, manufacturer: "GE", model: "Premier", fieldStrengthTesla: 3 },
      ...{ label: null, silentAfterHours: null },
    });
    const context = { scannerKey: "ab".repeat(32) };
    const group = await writeHeld(sites.ours, "unknown-scanner", context);
    for (const scanner of [
      { kind: "known", scannerId },
      { kind: "known", scannerId: randomUUID() },
    ] as const)
      expect(await refusal(mapHeldScanner(own, { ...group, scanner }))).toBe("forbidden");
    expect(await db().scannerAlias.count({ where: { scannerId } })).toBe(0);
    const { groupKey } = await writeHeld(sites.theirs, "malformed");
    // A group's name opens nothing at a site that is not its own.
    expect(await refusal(eraseHeldFiles(own, { siteId: sites.ours.siteId, groupKey }))).toBe("not-found");
  });
});
