import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, systemActor } from "@/lib/access/actor";
import { holding, type TwoSites, writePerson, writeTwoSites } from "@/lib/access/testing/two-sites-store";
import { db } from "@/lib/platform/db/client";
import { type TestDatabase, testDatabase } from "@/lib/platform/db/testing";
import { AppError } from "@/lib/platform/errors";
import type { Criteria } from "./criteria";
import { listAccessRequests } from "./list-access-requests";
import { listOwnRequests } from "./list-own-requests";
import { requestAccess } from "./request-access";

const question: Criteria = { version: 1, root: { kind: "age", min: 18, max: null } };
const asked = { criteria: question, level: "browse", purpose: "Feasibility of a study of ageing" } as const;

let database: TestDatabase;
let sites: TwoSites;
let nobody: Actor;
let counter: Actor;
let admin: Actor;

beforeAll(async () => {
  database = await testDatabase();
  sites = await writeTwoSites();
  nobody = { ...(await writePerson("Nobody Yet", ["neuroscientist"])), roles: [] };
  counter = holding(await writePerson("Counter", ["neuroscientist"]), "count", "network");
  admin = await writePerson("Administrator", ["admin"]);
});
afterAll(() => database.stop());

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "answered",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
}

describe("a request for access", () => {
  it("keeps the question of whoever may count, or nothing at all, and opens nothing", async () => {
    const { requestId } = await requestAccess(counter, asked);
    await requestAccess(nobody, { ...asked, siteId: sites.ours.siteId });
    const [own, ...others] = await listOwnRequests(counter);
    expect(others).toEqual([]);
    expect(own).toMatchObject({ id: requestId, criteria: question, state: "open", level: "browse" });
    const { requests } = await listAccessRequests(admin);
    expect(requests.map(({ userName }) => userName).sort()).toEqual(["Counter", "Nobody Yet"]);
    expect(requests.find(({ userName }) => userName === "Nobody Yet")?.siteName).toBe("Hospital OURS");
  });

  it("is recorded without the words of the purpose", async () => {
    const events = JSON.stringify(await db().auditEvent.findMany({ where: { type: "access.requested" } }));
    expect(events).toContain(counter.userId);
    expect(events).not.toContain("Feasibility");
  });

  it("is one's own: others do not see it, and the list is the administrator's", async () => {
    expect(JSON.stringify(await listOwnRequests(nobody))).not.toContain("Counter");
    expect(await codeOf(listAccessRequests(counter))).toBe("forbidden");
    expect(await codeOf(requestAccess(systemActor("test"), asked))).toBe("forbidden");
    expect(await codeOf(listOwnRequests(systemActor("test")))).toBe("forbidden");
  });

  it("is refused, and nothing kept, when it cannot be read", async () => {
    const before = (await listOwnRequests(counter)).length;
    let deep: unknown = question.root;
    for (let level = 0; level < 1000; level++) deep = { kind: "not", of: deep };
    for (const bad of [
      { ...asked, criteria: { version: 1, root: deep } },
      { ...asked, criteria: { version: 1, root: { kind: "site", codes: ["NOWHERE"] } } },
      { ...asked, criteria: "SELECT 1" },
    ]) {
      expect(await codeOf(requestAccess(counter, bad))).toBe("invalid-input");
    }
    for (const bad of [
      { ...asked, purpose: "  short   " },
      { ...asked, siteId: sites.ours.siteId, projectId: sites.projectId },
    ]) {
      await expect(requestAccess(counter, bad)).rejects.toThrow();
    }
    const elsewhere = "40000000-0000-4000-8000-00000000abcd";
    expect(await codeOf(requestAccess(counter, { ...asked, projectId: elsewhere }))).toBe("not-found");
    expect(await listOwnRequests(counter)).toHaveLength(before);
  });

  it("does not bury the list: twenty open ones at most", async () => {
    for (let count = (await listOwnRequests(counter)).length; count < 20; count++) {
      await requestAccess(counter, asked);
    }
    expect(await codeOf(requestAccess(counter, asked))).toBe("conflict");
    expect(await listOwnRequests(counter)).toHaveLength(20);
  });
});
