import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { acceptInvitation } from "./accept-invitation";
import { type Actor, systemActor } from "./actor";
import { authenticate } from "./authenticate";
import { changePassword } from "./change-password";
import { createFirstAdministratorInvitation } from "./create-first-administrator-invitation";
import { disableUser } from "./disable-user";
import { enableUser } from "./enable-user";
import { endSessions } from "./end-sessions";
import { giveGrant } from "./give-grant";
import { inviteUser } from "./invite-user";
import { listAudit, listAuditSchema } from "./list-audit";
import { listGrants } from "./list-grants";
import { listInvitations } from "./list-invitations";
import { listUsers } from "./list-users";
import { examFilter } from "./policy";
import { readInvitation } from "./read-invitation";
import { revokeGrant } from "./revoke-grant";
import { revokeInvitation } from "./revoke-invitation";
import { loadActor } from "./session-store";
import { setUserRoles } from "./set-user-roles";
import { holding, type TwoSites, writeTwoSites } from "./testing/two-sites-store";
import { visibleExamSql, visibleExamWhere } from "./visible-store";

// The tests of this file tell one story, in order: the first administrator opens the house, invites, grants, revokes.

const ADMIN = { email: "admin@example.org", password: "a first administrator" };
const ANNE = { email: "anne@example.org", password: "anne reads many brains" };
const tokenOf = (path: string) => path.split("/").at(-1) ?? "";
const code = (error: string) => expect.objectContaining({ code: error });

let database: TestDatabase;
let sites: TwoSites;
let admin: Actor;

beforeAll(async () => {
  database = await testDatabase();
  sites = await writeTwoSites();
});
afterAll(() => database.stop());

async function signIn(who: { email: string; password: string }): Promise<Actor | null> {
  const identity = await authenticate(who, "192.0.2.1");
  return identity && loadActor(identity.userId, identity.sessionVersion, now());
}

async function actorOf(who: { email: string; password: string }): Promise<Actor> {
  const actor = await signIn(who);
  if (actor === null) throw new Error("cannot sign in");
  return actor;
}

/** The exams that a person sees now, as a next request would find. */
async function visibleExams(userId: string): Promise<string[]> {
  const user = await db().user.findUniqueOrThrow({ where: { id: userId } });
  const actor = await loadActor(userId, user.sessionVersion, now());
  const filter = actor === null ? ({ kind: "none" } as const) : examFilter(actor, "view");
  const rows = await db().exam.findMany({ where: visibleExamWhere(filter), select: { id: true } });
  const raw = await db().$queryRaw<{ id: string }[]>`
    SELECT e."id" FROM "Exam" e WHERE ${visibleExamSql(filter, "e")}`;
  const ids = rows.map(({ id }) => id).sort();
  expect(raw.map(({ id }) => id).sort()).toEqual(ids);
  return ids;
}

async function eventsOf(type: string): Promise<unknown[]> {
  const rows = await db().auditEvent.findMany({ where: { type }, orderBy: { at: "asc" } });
  return rows.map(({ detail }) => detail);
}

describe("an empty house", () => {
  it("gives the first administrator a link that works once, the newest only", async () => {
    const earlier = await createFirstAdministratorInvitation(systemActor("start"));
    const link = await createFirstAdministratorInvitation(systemActor("start"));
    if (!earlier || !link) throw new Error("no link");
    await expect(readInvitation(tokenOf(earlier.path))).rejects.toEqual(code("not-found"));
    const token = tokenOf(link.path);
    expect(await readInvitation(token)).toEqual({ email: null, roles: ["admin"] });
    const answer = { token, ...ADMIN, name: "Admin", locale: "fr" } as const;
    await expect(acceptInvitation({ ...answer, email: undefined })).rejects.toEqual(code("invalid-input"));
    expect(await acceptInvitation(answer)).toEqual({ email: ADMIN.email });
    await expect(acceptInvitation({ ...answer, email: "b@example.org" })).rejects.toEqual(code("not-found"));
    expect(await createFirstAdministratorInvitation(systemActor("start"))).toBeNull();
    admin = await actorOf(ADMIN);
    expect(admin).toMatchObject({ roles: ["admin"], grants: [], locale: "fr" });
  });

  it("keeps the token and the password nowhere in the clear", async () => {
    const rows = JSON.stringify([await db().user.findMany(), await db().invitation.findMany()]);
    expect(rows).not.toContain(ADMIN.password);
    expect(rows).toContain("scrypt$");
  });

  it("does not let anybody but the system ask for that link", async () => {
    await expect(createFirstAdministratorInvitation(admin)).rejects.toEqual(code("forbidden"));
  });
});

describe("invitations", () => {
  it("open one account with the roles that were given, once", async () => {
    const { path } = await inviteUser(admin, { email: ANNE.email, roles: ["clinician", "neuroscientist"] });
    const token = tokenOf(path);
    expect(await readInvitation(token)).toEqual({
      email: ANNE.email,
      roles: ["neuroscientist", "clinician"],
    });
    const answer = { token, name: "Anne", password: ANNE.password, locale: "en" } as const;
    // The address of the invitation counts, whatever the form sends.
    await acceptInvitation({ ...answer, email: "someone-else@example.org" });
    expect((await actorOf(ANNE)).roles).toEqual(["neuroscientist", "clinician"]);
    await expect(acceptInvitation(answer)).rejects.toEqual(code("not-found"));
    await expect(inviteUser(admin, { email: ANNE.email, roles: ["admin"] })).rejects.toEqual(
      code("conflict"),
    );
  });

  it("are worth nothing once revoked, replaced or expired", async () => {
    const bob = { email: "bob@example.org", roles: ["neuroscientist" as const] };
    const first = await inviteUser(admin, bob);
    const second = await inviteUser(admin, bob);
    await expect(readInvitation(tokenOf(first.path))).rejects.toEqual(code("not-found"));
    expect((await readInvitation(tokenOf(second.path))).email).toBe(bob.email);
    await revokeInvitation(admin, second.invitationId);
    await expect(readInvitation(tokenOf(second.path))).rejects.toEqual(code("not-found"));
    await expect(revokeInvitation(admin, second.invitationId)).rejects.toEqual(code("not-found"));
    const third = await inviteUser(admin, bob);
    await db().invitation.update({ where: { id: third.invitationId }, data: { expiresAt: new Date(0) } });
    const answer = {
      token: tokenOf(third.path),
      name: "Bob",
      password: "bob bob bob bob",
      locale: "fr",
    } as const;
    await expect(acceptInvitation(answer)).rejects.toEqual(code("not-found"));
    const states = (await listInvitations(admin)).filter(({ email }) => email === bob.email);
    expect(states.map(({ state }) => state).sort()).toEqual(["expired", "revoked", "revoked"]);
  });
});

describe("grants", () => {
  const grant = (userId: string, scope: Parameters<typeof giveGrant>[1]["scope"]) =>
    giveGrant(admin, { userId, scope, level: "view", trueDates: false, purpose: "test", expiresAt: null });

  it("open a site to the next request, and close it again", async () => {
    const { userId } = await actorOf(ANNE);
    expect(await visibleExams(userId)).toEqual([]);
    const { grantId } = await grant(userId, { kind: "site", siteId: sites.ours.siteId });
    expect(await visibleExams(userId)).toEqual([sites.ours.examId, sites.ours.laterExamId].sort());
    await revokeGrant(admin, grantId);
    expect(await visibleExams(userId)).toEqual([]);
    await expect(revokeGrant(admin, grantId)).rejects.toEqual(code("not-found"));
  });

  it("open a project's exams, wherever they are, and the whole network", async () => {
    const { userId } = await actorOf(ANNE);
    const project = await grant(userId, { kind: "project", projectId: sites.projectId });
    expect(await visibleExams(userId)).toEqual([sites.theirs.examId, sites.theirs.laterExamId].sort());
    const network = await grant(userId, { kind: "network" });
    expect(await visibleExams(userId)).toHaveLength(4);
    await revokeGrant(admin, network.grantId);
    await revokeGrant(admin, project.grantId);
    expect(await visibleExams(userId)).toEqual([]);
  });

  it("end by themselves", async () => {
    const { userId } = await actorOf(ANNE);
    const { grantId } = await grant(userId, { kind: "network" });
    await db().grant.update({
      where: { id: grantId },
      data: { expiresAt: new Date(now().getTime() - 1000) },
    });
    expect(await visibleExams(userId)).toEqual([]);
    const expired = await listGrants(admin, { state: "expired", userId });
    expect(expired.grants.map(({ id }) => id)).toEqual([grantId]);
    expect(expired.counts).toEqual({ active: 0, expired: 1, revoked: 3 });
  });

  it("are refused when they make no sense", async () => {
    const { userId } = await actorOf(ANNE);
    const base = { userId, level: "view", purpose: "test", trueDates: false, expiresAt: null } as const;
    const network = { kind: "network" } as const;
    const nowhere = { kind: "site", siteId: "00000000-0000-4000-8000-000000000009" } as const;
    const project = { kind: "project", projectId: sites.projectId } as const;
    const past = new Date(now().getTime() - 1);
    await expect(giveGrant(admin, { ...base, scope: nowhere })).rejects.toEqual(code("not-found"));
    await expect(giveGrant(admin, { ...base, scope: network, expiresAt: past })).rejects.toEqual(
      code("invalid-input"),
    );
    await expect(giveGrant(admin, { ...base, scope: project, trueDates: true })).rejects.toEqual(
      code("invalid-input"),
    );
  });

  it("given to oneself are never unseen", async () => {
    const { grantId } = await grant(admin.userId, { kind: "network" });
    expect(await eventsOf("grant.given")).toContainEqual(expect.objectContaining({ grantId, toSelf: true }));
    await revokeGrant(admin, grantId);
  });
});

describe("sessions", () => {
  it("end when they are ended, when the account is disabled, when the password changes", async () => {
    const open = async () => {
      const identity = await authenticate(ANNE, "192.0.2.1");
      if (identity === null) throw new Error("cannot sign in");
      return () => loadActor(identity.userId, identity.sessionVersion, now());
    };
    const first = await open();
    const { userId } = await actorOf(ANNE);
    expect(await first()).not.toBeNull();
    await endSessions(admin, userId);
    expect(await first()).toBeNull();

    const second = await open();
    await disableUser(admin, userId);
    expect(await second()).toBeNull();
    expect(await signIn(ANNE)).toBeNull();
    await enableUser(admin, userId);
    // The old cookie does not come back to life with the account.
    expect(await second()).toBeNull();

    const third = await open();
    const anne = await actorOf(ANNE);
    await expect(changePassword(anne, { current: "wrong", next: "x".repeat(12) })).rejects.toEqual(
      code("forbidden"),
    );
    expect(await third()).not.toBeNull();
    await changePassword(anne, { current: ANNE.password, next: "a new one for anne" });
    expect(await third()).toBeNull();
    expect(await signIn(ANNE)).toBeNull();
    ANNE.password = "a new one for anne";
    expect(await signIn(ANNE)).not.toBeNull();
  });

  it("follow a change of roles at once", async () => {
    const { userId } = await actorOf(ANNE);
    await setUserRoles(admin, { userId, roles: ["dataManager"] });
    expect((await actorOf(ANNE)).roles).toEqual(["dataManager"]);
  });
});

describe("the last administrator", () => {
  it("cannot be removed by anybody, herself included", async () => {
    await expect(disableUser(admin, admin.userId)).rejects.toEqual(code("conflict"));
    await expect(disableUser(systemActor("test"), admin.userId)).rejects.toEqual(code("conflict"));
    const demote = { userId: admin.userId, roles: ["neuroscientist" as const] };
    await expect(setUserRoles(admin, demote)).rejects.toEqual(code("conflict"));
    const { userId } = await actorOf(ANNE);
    await setUserRoles(admin, { userId, roles: ["admin"] });
    await setUserRoles(admin, { userId: admin.userId, roles: ["admin", "neuroscientist"] });
    await disableUser(await actorOf(ANNE), admin.userId);
    expect(await signIn(ADMIN)).toBeNull();
    await enableUser(await actorOf(ANNE), admin.userId);
  });
});

describe("signing in", () => {
  it("fails alike for an unknown e-mail and a wrong password, and records it without either", async () => {
    expect(
      await authenticate({ email: "nobody@example.org", password: "canary-password" }, "192.0.2.2"),
    ).toBeNull();
    expect(await authenticate({ email: ANNE.email, password: "canary-password" }, "192.0.2.2")).toBeNull();
    expect(await authenticate({ email: ANNE.email }, "192.0.2.2")).toBeNull();
    const events = JSON.stringify(await db().auditEvent.findMany());
    expect(events).not.toContain("canary-password");
    expect(events).not.toContain("nobody@example.org");
    expect(await eventsOf("sign-in.failed")).toContainEqual({ reason: "credentials" });
  });

  it("is limited by account and address, however the e-mail is written, and does not lock out other addresses", async () => {
    const guess = (email: string, address: string) =>
      authenticate({ email, password: "a wrong guess" }, address);
    for (let i = 0; i < 5; i++) expect(await guess("victim@example.org", "192.0.2.3")).toBeNull();
    await expect(guess(" Victim@Example.ORG ", "192.0.2.3")).rejects.toEqual(code("rate-limited"));
    expect(await guess("victim@example.org", "192.0.2.4")).toBeNull();
  });
});

describe("the audit", () => {
  it("cannot be changed or erased, by any statement", async () => {
    const count = await db().auditEvent.count();
    expect(count).toBeGreaterThan(20);
    const refused = /append-only/;
    await expect(db().auditEvent.updateMany({ data: { type: "exam.viewed" } })).rejects.toThrow(refused);
    await expect(db().auditEvent.deleteMany({})).rejects.toThrow(refused);
    await expect(db().$executeRaw`UPDATE "AuditEvent" SET "actorId" = NULL`).rejects.toThrow(refused);
    await expect(db().user.delete({ where: { id: admin.userId } })).rejects.toThrow();
    expect(await db().auditEvent.count()).toBe(count);
  });

  it("is listed page by page without gap or repeat, by person, type and day", async () => {
    const reader = await actorOf(ADMIN);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await listAudit(reader, listAuditSchema.parse({ after: after ?? undefined }));
      // Reading adds an event of its own, newer than every page.
      seen.push(...page.events.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(new Set(seen).size).toBe(seen.length);
    const listings = await db().auditEvent.count({ where: { type: "audit.listed" } });
    expect(seen.length + listings).toBe(await db().auditEvent.count());

    const today = now().toISOString().slice(0, 10);
    const mine = listAuditSchema.parse({
      actorId: admin.userId,
      type: "grant.given",
      from: today,
      to: today,
    });
    const { events, people } = await listAudit(reader, mine);
    expect(events.map(({ type, actorId }) => `${type} ${actorId}`)).toEqual(
      Array.from({ length: 5 }, () => `grant.given ${admin.userId}`),
    );
    expect(people.map(({ name }) => name)).toEqual(["Admin", "Anne"]);
    const yesterday = listAuditSchema.parse({ to: "2020-01-01" });
    expect((await listAudit(reader, yesterday)).events).toEqual([]);
  });

  it("is not open to anybody with images", async () => {
    const viewer = holding({ ...admin, roles: ["neuroscientist"] }, "export", "network");
    await expect(listAudit(viewer, listAuditSchema.parse({}))).rejects.toEqual(code("forbidden"));
    await expect(listUsers(viewer)).rejects.toEqual(code("forbidden"));
  });
});
