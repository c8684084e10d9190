import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deleteMeasurement } from "@/lib/catalogue/delete-measurement";
import { findSubjectByIdentifier } from "@/lib/catalogue/find-subject-by-identifier";
import { listMeasurements } from "@/lib/catalogue/list-measurements";
import { openExamComparison } from "@/lib/catalogue/open-exam-comparison";
import { saveMeasurement } from "@/lib/catalogue/save-measurement";
import { searchCatalogue } from "@/lib/catalogue/search-catalogue";
import { DEFAULT_VIEW, EMPTY_QUERY } from "@/lib/catalogue/search-query";
import { EVERYTHING } from "@/lib/cohort/criteria";
import { listCohorts } from "@/lib/cohort/kept/list-cohorts";
import { saveCohort } from "@/lib/cohort/kept/save-cohort";
import { closeUpload } from "@/lib/ingest/close-upload";
import { completeSeries } from "@/lib/ingest/complete-series";
import { listQuarantine, listQuarantineSchema } from "@/lib/ingest/list-quarantine";
import { listPeers } from "@/lib/ingest/list-peers";
import { listRuns } from "@/lib/ingest/list-runs";
import { listUploadFates } from "@/lib/ingest/list-upload-fates";
import { listUploadSites } from "@/lib/ingest/list-upload-sites";
import { openRun } from "@/lib/ingest/open-run";
import { listOppositions } from "@/lib/ingest/opposition/list-oppositions";
import { removePeer } from "@/lib/ingest/remove-peer";
import { reportIngestedSeries } from "@/lib/ingest/report-ingested-series";
import { savePeer } from "@/lib/ingest/save-peer";
import { uploadFile } from "@/lib/ingest/upload-file";
import { listIdentifiableSites } from "@/lib/network/list-identifiable-sites";
import { listNetwork } from "@/lib/network/list-network";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { migrateQueue } from "@/lib/platform/queue";
import { type Actor, type GrantLevel, ROLES, systemActor } from "./actor";
import { changePassword } from "./change-password";
import { createApiToken } from "./create-api-token";
import { createFirstAdministratorInvitation } from "./create-first-administrator-invitation";
import { listApiTokens } from "./list-api-tokens";
import { readAccount } from "./read-account";
import { revokeApiToken } from "./revoke-api-token";
import { savePreferences } from "./save-preferences";
import {
  HELD_OF_A_SITE,
  JOBS_OF_EVERY_SITE,
  NETWORK_LISTS,
  SCANNERS_OF_A_SITE,
  SITES_OF_THE_ADMINISTRATOR,
} from "./testing/network-attacks";
import { OVER_THE_NETWORK } from "./testing/combat-attacks";
import { IDENTITY_OF_A_SITE, listIdentitiesOfAll } from "./testing/identity-attacks";
import { ROLES_OF_A_SITE } from "./testing/role-attacks";
import { refusal } from "./testing/refusal";
import { servicesOfLib } from "./testing/services";
import {
  holding,
  type SiteFixture,
  type TwoSites,
  writePerson,
  writeTwoSites,
} from "./testing/two-sites-store";
import { APART } from "./testing/apart";
import { type KeptQuestion, OF_A_QUESTION, writeKeptQuestion } from "./testing/cohort-attacks";
import { ABOUT_AN_EXAM, measure, POINTS } from "./testing/exam-attacks";
import { DOORS_OF_A_SITE, OF_THE_RECEIVER, oneObject, peerAt } from "./testing/door-attacks";
import { ACCESS_OF_THE_ADMINISTRATOR } from "./testing/administrator-attacks";

// Write the attack, then the guard against over-blocking. Every service of lib/ stands in one of these tables; a new
// one makes the first test fail until its attack is written.

type Call = (actor: Actor, site: SiteFixture) => Promise<unknown>;

const fresh = (): Promise<Actor> => writePerson(randomUUID(), ["neuroscientist"]);

/** Verbs of the administrator, who needs no grant; no grant and no other role stands in for hers. */
const OF_THE_ADMINISTRATOR: Record<string, (actor: Actor) => Promise<unknown>> = {
  ...SITES_OF_THE_ADMINISTRATOR,
  ...ACCESS_OF_THE_ADMINISTRATOR,
  "lib/ingest/save-peer.ts": (actor) => savePeer(actor, peerAt(sites.ours.siteId)),
  "lib/ingest/remove-peer.ts": async (actor) =>
    removePeer(actor, await savePeer(systemActor("test"), peerAt(sites.ours.siteId))),
};

/** Verbs of a site's own people: a role and a grant at that very site. */
const OF_A_SITE: Record<string, { role: Actor["roles"][number]; level: GrantLevel; call: Call }> = {
  ...HELD_OF_A_SITE,
  ...DOORS_OF_A_SITE,
  ...IDENTITY_OF_A_SITE,
  ...ROLES_OF_A_SITE,
  "lib/catalogue/find-subject-by-identifier.ts": {
    role: "clinician",
    level: "view",
    call: (actor, site) => findSubjectByIdentifier(actor, { siteId: site.siteId, identifier: "12345" }),
  },
};

/** Lists: somebody without any right is refused, and nobody finds another site's things in them. */
const LISTS: Record<string, { role: Actor["roles"][number]; call: (actor: Actor) => Promise<unknown> }> = {
  ...NETWORK_LISTS,
  "lib/ingest/list-runs.ts": { role: "dataManager", call: (actor) => listRuns(actor, { after: null }) },
  "lib/ingest/list-quarantine.ts": {
    role: "dataManager",
    call: (actor) => listQuarantine(actor, listQuarantineSchema.parse({})),
  },
  "lib/ingest/list-peers.ts": {
    role: "dataManager",
    call: async (actor) => {
      await savePeer(systemActor("test"), { ...peerAt(sites.theirs.siteId), name: "PACS THEIRS" });
      return listPeers(actor);
    },
  },
  "lib/ingest/identity/list-identities.ts": {
    role: "dataManager",
    call: (actor) => listIdentitiesOfAll(actor, sites),
  },
  "lib/ingest/opposition/list-oppositions.ts": {
    role: "dataManager",
    call: (actor) => listOppositions(actor),
  },
  "lib/ingest/list-upload-sites.ts": { role: "dataManager", call: (actor) => listUploadSites(actor) },
  "lib/network/list-identifiable-sites.ts": {
    role: "clinician",
    call: (actor) => listIdentifiableSites(actor),
  },
};

let database: TestDatabase;
let sites: TwoSites;
let person: Actor;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  sites = await writeTwoSites();
  await writePerson("another administrator", ["admin"]);
  // Every role there is: roles alone must open no row.
  person = await writePerson("everything but a grant", [...ROLES]);
});
afterAll(() => database.stop());

let question: Promise<KeptQuestion> | null = null;
/** Written once, when the first test wants it: what is frozen stays. */
function keptQuestion(): Promise<KeptQuestion> {
  question ??= writeKeptQuestion(sites.projectId);
  return question;
}

it("every service has its attack", () => {
  const known = {
    ...ABOUT_AN_EXAM,
    ...OF_THE_ADMINISTRATOR,
    ...OF_A_SITE,
    ...SCANNERS_OF_A_SITE,
    ...LISTS,
    ...JOBS_OF_EVERY_SITE,
    ...OVER_THE_NETWORK,
    ...OF_A_QUESTION,
    ...APART,
  };
  const services = servicesOfLib(process.cwd()).map(({ path }) => path);
  expect(Object.keys(known).sort()).toEqual(services.sort());
});

describe.each(Object.entries(ABOUT_AN_EXAM))("%s", (_, { level, call }) => {
  it("is nothing to somebody without a grant, whatever her roles", async () => {
    expect(await refusal(call(person, sites.theirs))).toBe("not-found");
  });

  it("is nothing to the people of another site", async () => {
    const neighbour = holding(person, "export", { siteId: sites.ours.siteId });
    expect(await refusal(call(neighbour, sites.theirs))).toBe("not-found");
  });

  it("is nothing below its level", async () => {
    const below = holding(person, level === "view" ? "browse" : "count", "network");
    expect(await refusal(call(below, sites.theirs))).toBe("not-found");
  });

  it("is open to a grant of its level on the site, a project or the network, without any role", async () => {
    const plain = { ...person, roles: [] };
    const bySite = holding(plain, level, { siteId: sites.theirs.siteId });
    expect(await refusal(call(bySite, sites.theirs))).toBe("answered");
    expect(await refusal(call(holding(plain, level, { projectId: sites.projectId }), sites.theirs))).toBe(
      "answered",
    );
    expect(await refusal(call(holding(plain, level, "network"), sites.ours))).toBe("answered");
    expect(await refusal(call(bySite, sites.ours))).toBe("not-found");
  });
});

describe.each(Object.entries(OF_THE_ADMINISTRATOR))("%s", (_, call) => {
  it("is refused to everybody but an administrator", async () => {
    const others = ROLES.filter((role) => role !== "admin");
    expect(await refusal(call(holding({ ...person, roles: others }, "export", "network")))).toBe("forbidden");
  });

  it("is open to an administrator without a grant", async () => {
    expect(await refusal(call({ ...person, roles: ["admin"] }))).toBe("answered");
  });
});

describe.each(Object.entries(OF_A_SITE))("%s", (_, { role, level, call }) => {
  it("is refused without a grant, at another site, below its level, and without its role", async () => {
    const withRole = { ...person, roles: [role] };
    const others = ROLES.filter((other) => other !== role);
    expect(await refusal(call(person, sites.theirs))).toBe("forbidden");
    const neighbour = holding(withRole, "export", { siteId: sites.ours.siteId });
    expect(await refusal(call(neighbour, sites.theirs))).toBe("forbidden");
    const below = holding(withRole, level === "view" ? "browse" : "count", { siteId: sites.theirs.siteId });
    expect(await refusal(call(below, sites.theirs))).toBe("forbidden");
    const roleless = holding({ ...person, roles: others }, "export", { siteId: sites.theirs.siteId });
    expect(await refusal(call(roleless, sites.theirs))).toBe("forbidden");
  });

  it("is open to its role at its site", async () => {
    const own = holding({ ...person, roles: [role] }, level, { siteId: sites.theirs.siteId });
    expect(await refusal(call(own, sites.theirs))).toBe("answered");
  });
});

describe.each(Object.entries(OF_THE_RECEIVER))("%s", (_, call) => {
  it("is refused to whoever is at home at one site only, and to roles alone", async () => {
    const own = holding({ ...person, roles: ["dataManager"] }, "export", { siteId: sites.ours.siteId });
    expect(await refusal(call(own))).toBe("forbidden");
    expect(await refusal(call(person))).toBe("forbidden");
  });

  it("is open to the system", async () => {
    expect(await refusal(call(systemActor("test")))).toBe("answered");
  });
});

describe.each(Object.entries(LISTS))("%s", (_, { role, call }) => {
  it("is refused without a grant, and to another role", async () => {
    expect(await refusal(call({ ...person, roles: [role] }))).toBe("forbidden");
    expect(await refusal(call(holding({ ...person, roles: ["neuroscientist"] }, "export", "network")))).toBe(
      "forbidden",
    );
  });

  it("shows one's own site and nothing of another", async () => {
    const own = holding({ ...person, roles: [role] }, "view", { siteId: sites.ours.siteId });
    const answer = JSON.stringify(await call(own));
    expect(answer).toContain("Hospital OURS");
    expect(answer).not.toContain("THEIRS");
    for (const id of Object.values(sites.theirs)) expect(answer).not.toContain(id);
  });
});

describe.each(Object.entries(OF_A_QUESTION))("%s", (_, { needs, call }) => {
  let kept: KeptQuestion;
  beforeAll(async () => {
    kept = await keptQuestion();
  });

  it("is nothing to somebody the question is not shared with, whatever her roles and her rights to rows", async () => {
    expect(await refusal(call({ ...kept.stranger, roles: [...ROLES] }, kept))).toBe("not-found");
    const ofAnother = holding(kept.stranger, "export", { projectId: randomUUID() });
    expect(await refusal(call(ofAnother, kept))).toBe("not-found");
    expect(await refusal(call(systemActor("test"), kept))).toBe("not-found");
  });

  it("is open by a share no further than the share goes", async () => {
    const reader = holding(kept.stranger, "export", { projectId: kept.projectId });
    expect(await refusal(call(reader, kept))).toBe(needs === "read" ? "answered" : "forbidden");
  });

  it("is open to its owner", async () => {
    expect(await refusal(call(kept.owner, kept))).toBe("answered");
  });
});

describe("kept questions", () => {
  it("are kept by whoever could ask something, and listed to nobody else", async () => {
    const question = { name: "x", description: "", criteria: EVERYTHING };
    expect(await refusal(saveCohort(person, question))).toBe("forbidden");
    const { owner, stranger } = await keptQuestion();
    expect(JSON.stringify(await listCohorts(owner))).toContain("SECRET QUESTION");
    expect(JSON.stringify(await listCohorts(stranger))).not.toContain("SECRET QUESTION");
  });
});

describe("searching", () => {
  const search = (actor: Actor) => searchCatalogue(actor, EMPTY_QUERY, DEFAULT_VIEW);

  it("answers nothing without a grant", async () => {
    expect(await search(person)).toEqual({ access: "nothing", query: EMPTY_QUERY, view: DEFAULT_VIEW });
  });

  it("finds one's own site and nothing of another", async () => {
    const answer = JSON.stringify(await search(holding(person, "browse", { siteId: sites.ours.siteId })));
    expect(answer).toContain(sites.ours.pseudonym);
    for (const secret of ["THEIRS", ...Object.values(sites.theirs)]) expect(answer).not.toContain(secret);
  });

  it("shows no row to whoever may only count", async () => {
    const answer = JSON.stringify(await search(holding(person, "count", "network")));
    expect(answer).not.toContain("ARI-");
    for (const site of [sites.ours, sites.theirs]) {
      for (const id of [site.subjectId, site.examId, site.seriesId]) expect(answer).not.toContain(id);
    }
  });
});

describe("the network", () => {
  it("is closed to somebody without role or grant", async () => {
    expect(await refusal(listNetwork({ ...person, roles: ["neuroscientist"] }))).toBe("forbidden");
  });

  it("tells true dates and counts only of the sites of a grant", async () => {
    const own = holding({ ...person, roles: [] }, "browse", { siteId: sites.ours.siteId });
    const dated = { ...own, grants: own.grants.map((grant) => ({ ...grant, trueDates: true })) };
    const network = await listNetwork(dated);
    const textOf = (name: string) => JSON.stringify(network.filter((site) => site.name === name));
    expect(textOf("Hospital OURS")).toContain("2024-01-01");
    expect(textOf("Hospital THEIRS")).toContain("Prisma");
    expect(textOf("Hospital THEIRS")).not.toContain("2024");
    expect(textOf("Hospital THEIRS")).not.toMatch(/"exams":[1-9]/);
    expect(JSON.stringify(await listNetwork(own))).not.toContain("2024-01-01");
  });
});

describe("other people's things", () => {
  it("a measurement is its author's, even for somebody who sees the exam", async () => {
    const author = holding(await fresh(), "view", "network");
    const reader = holding(await fresh(), "view", "network");
    const own = await measure(author, sites.ours);
    expect(JSON.stringify(await listMeasurements(reader, sites.ours.examId))).not.toContain(own.id);
    expect(await refusal(deleteMeasurement(reader, own.id))).toBe("not-found");
    expect(await refusal(deleteMeasurement(author, own.id))).toBe("answered");
  });

  it("a measurement cannot be put on an exam by a volume of another", async () => {
    const ours = holding(await fresh(), "view", { siteId: sites.ours.siteId });
    const mixed = { kind: "length", volumeId: sites.theirs.volumeId, pointsMm: POINTS } as const;
    expect(await refusal(saveMeasurement(ours, sites.ours.examId, mixed))).toBe("not-found");
    expect(await refusal(saveMeasurement(ours, sites.theirs.examId, mixed))).toBe("not-found");
  });

  it("two exams of different people are not compared", async () => {
    const everywhere = holding(await fresh(), "view", "network");
    const outcome = await refusal(openExamComparison(everywhere, sites.ours.examId, sites.theirs.examId));
    expect(["invalid-input", "not-found"]).toContain(outcome);
    const ours = holding(await fresh(), "view", { siteId: sites.ours.siteId });
    expect(await refusal(openExamComparison(ours, sites.ours.examId, sites.theirs.examId))).toBe("not-found");
  });

  it("account, preferences and password are one's own, and the system has none", async () => {
    const one = await fresh();
    const other = await fresh();
    await savePreferences(one, { locale: "en", theme: "dark" });
    expect(await readAccount(one)).toMatchObject({ locale: "en", theme: "dark" });
    expect(await readAccount(other)).toMatchObject({ locale: null, theme: null });
    const passwords = { current: "not the password", next: "a long enough password" };
    expect(await refusal(changePassword(one, passwords))).toBe("forbidden");
    expect(await refusal(readAccount(systemActor("test")))).toBe("not-found");
    expect(await refusal(savePreferences(systemActor("test"), { locale: "fr" }))).toBe("forbidden");
    expect(await refusal(createFirstAdministratorInvitation(one))).toBe("forbidden");
  });

  it("an upload is its author's, and so is a token", async () => {
    const manager = (one: Actor) => holding({ ...one, roles: ["dataManager"] }, "browse", "network");
    const [author, colleague] = [manager(await fresh()), manager(await fresh())];
    const { id: runId } = await openRun(author, { door: "upload", siteCode: sites.ours.siteCode });
    expect(await refusal(uploadFile(colleague, { runId, ordinal: 0, content: oneObject() }))).toBe(
      "not-found",
    );
    expect(await refusal(listUploadFates(colleague, { runId, after: -1 }))).toBe("not-found");
    expect(await refusal(closeUpload(colleague, runId))).toBe("not-found");
    const other = await openRun(author, { door: "stow", siteCode: sites.ours.siteCode });
    expect(await refusal(closeUpload(author, other.id))).toBe("not-found");

    const asked = { siteId: sites.ours.siteId, name: "mine", days: 1 };
    const { tokenId, token } = await createApiToken(author, asked);
    expect(await listApiTokens(colleague)).toEqual([]);
    expect(await refusal(revokeApiToken(colleague, tokenId))).toBe("not-found");
    expect(JSON.stringify(await listApiTokens(author))).not.toContain(token);
    expect(await refusal(revokeApiToken(author, tokenId))).toBe("answered");
    expect((await listApiTokens(author)).map(({ state }) => state)).toEqual(["revoked"]);
    const nobodys = { siteId: sites.ours.siteId, name: "nobody's", days: 1 };
    expect(await refusal(createApiToken(systemActor("test"), nobodys))).toBe("forbidden");
  });

  it("series of any site are remade and reported only with a data manager's right to every site", async () => {
    const before = await db().volume.count();
    const ids = [sites.ours.seriesId];
    const neighbour = holding({ ...person, roles: ["dataManager"] }, "export", {
      siteId: sites.theirs.siteId,
    });
    const researcher = holding({ ...person, roles: ["neuroscientist"] }, "export", "network");
    for (const attacker of [person, neighbour, researcher]) {
      expect(await refusal(completeSeries(attacker, sites.ours.seriesId))).toBe("forbidden");
      expect(await refusal(reportIngestedSeries(attacker, ids))).toBe("forbidden");
    }
    expect(await db().volume.count()).toBe(before);
    const manager = holding({ ...person, roles: ["dataManager"] }, "browse", "network");
    expect(await refusal(reportIngestedSeries(manager, ids))).toBe("answered");
    expect(await refusal(reportIngestedSeries(systemActor("ingest"), ids))).toBe("answered");
  });
});
