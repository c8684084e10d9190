import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/platform/errors";
import {
  type ActiveGrant,
  type Actor,
  type GrantLevel,
  isGrantActive,
  type Role,
  systemActor,
} from "./actor";
import {
  type Action,
  can,
  canReachExam,
  examFilter,
  levelIncludes,
  requireCan,
  requireExam,
  requireExamFilter,
  siteFilter,
} from "./policy";

const LILLE = "10000000-0000-4000-8000-000000000001";
const LENS = "10000000-0000-4000-8000-000000000002";
const PROJECT = "20000000-0000-4000-8000-000000000001";

function grant(scope: ActiveGrant["scope"], level: GrantLevel, id?: string, trueDates = false): ActiveGrant {
  return {
    id: "30000000-0000-4000-8000-000000000001",
    scope,
    siteId: scope === "site" ? (id ?? LILLE) : null,
    projectId: scope === "project" ? (id ?? PROJECT) : null,
    level,
    trueDates,
  };
}

function person(roles: Role[], ...grants: ActiveGrant[]): Actor {
  return { userId: "40000000-0000-4000-8000-000000000001", agent: "user", roles, grants, locale: null };
}

describe("rows: only grants open them", () => {
  const all = { kind: "all" };
  const none = { kind: "none" };
  const lille = { kind: "some", siteIds: [LILLE], projectIds: [] };
  it.each<[string, Actor, GrantLevel, object]>([
    ["nobody without a grant", person(["neuroscientist"]), "count", none],
    ["the administrator without a grant", person(["admin", "dataManager", "clinician"]), "count", none],
    ["a role is not needed", person([], grant("network", "browse")), "browse", all],
    ["count does not browse", person(["neuroscientist"], grant("network", "count")), "browse", none],
    ["browse does not view", person(["neuroscientist"], grant("site", "browse")), "view", none],
    ["view browses", person(["neuroscientist"], grant("site", "view")), "browse", lille],
    ["view does not export", person(["neuroscientist"], grant("network", "view")), "export", none],
    ["export views", person(["neuroscientist"], grant("network", "export")), "view", all],
    [
      "levels do not leak between scopes",
      person([], grant("site", "browse", LENS), grant("site", "view", LILLE)),
      "view",
      lille,
    ],
    [
      "sites and projects add up",
      person([], grant("site", "view"), grant("project", "view")),
      "view",
      { kind: "some", siteIds: [LILLE], projectIds: [PROJECT] },
    ],
    [
      "the same site twice is once",
      person([], grant("site", "view"), grant("site", "browse")),
      "browse",
      lille,
    ],
    ["the system", systemActor("test"), "export", all],
  ])("%s", (_, actor, level, expected) => {
    expect(examFilter(actor, level)).toEqual(expected);
  });

  it("reaches an exam by its site or by one of its projects", () => {
    const bySite = person([], grant("site", "view"));
    const byProject = person([], grant("project", "view"));
    expect(canReachExam(bySite, "view", { siteId: LILLE, projectIds: [] })).toBe(true);
    expect(canReachExam(bySite, "view", { siteId: LENS, projectIds: [PROJECT] })).toBe(false);
    expect(canReachExam(byProject, "view", { siteId: LENS, projectIds: ["other", PROJECT] })).toBe(true);
    expect(canReachExam(byProject, "view", { siteId: LILLE, projectIds: [] })).toBe(false);
  });

  it("answers not-found alike for what is out of reach and what does not exist", () => {
    const actor = person([], grant("site", "view"));
    const code = (run: () => void) => {
      try {
        run();
        return "allowed";
      } catch (error) {
        return error instanceof AppError ? error.code : "other";
      }
    };
    expect(code(() => requireExam(actor, "view", { siteId: LENS, projectIds: [] }))).toBe("not-found");
    expect(code(() => requireExam(actor, "view", null))).toBe("not-found");
    expect(code(() => requireExam(actor, "view", { siteId: LILLE, projectIds: [] }))).toBe("allowed");
    expect(code(() => requireExamFilter(person(["admin"]), "browse"))).toBe("forbidden");
  });
});

describe("verbs: roles open them, grants say where", () => {
  const admin = person(["admin"]);
  const clinician = person(["clinician"], grant("site", "view"));
  const manager = person(["dataManager"], grant("site", "browse"));
  const researcher = person(["neuroscientist"], grant("network", "export"));
  it.each<[Action, Actor, string | undefined, boolean]>([
    ["people.manage", admin, undefined, true],
    ["people.manage", manager, undefined, false],
    ["people.manage", researcher, undefined, false],
    ["grants.manage", admin, undefined, true],
    ["grants.manage", clinician, undefined, false],
    ["audit.read", admin, undefined, true],
    ["audit.read", manager, undefined, false],
    ["peers.manage", admin, undefined, true],
    ["peers.manage", manager, undefined, false],
    ["peers.manage", researcher, undefined, false],
    ["network.read", admin, undefined, true],
    ["network.read", person(["dataManager"]), undefined, true],
    ["network.read", person([], grant("project", "count")), undefined, true],
    ["network.read", person(["neuroscientist"]), undefined, false],
    ["sites.manage", admin, undefined, true],
    ["sites.manage", person(["dataManager"], grant("network", "export")), undefined, false],
    ["network.manage", admin, LENS, true],
    ["network.manage", manager, LILLE, true],
    ["network.manage", manager, LENS, false],
    ["network.manage", clinician, LILLE, false],
    ["network.manage", researcher, LILLE, false],
    ["ingest.read", admin, LENS, true],
    ["ingest.read", manager, LILLE, true],
    ["ingest.read", manager, LENS, false],
    ["ingest.read", researcher, LILLE, false],
    ["ingest.manage", admin, LILLE, false],
    ["ingest.manage", manager, LILLE, true],
    ["ingest.manage", manager, LENS, false],
    ["ingest.manage", person(["dataManager"]), undefined, false],
    ["ingest.manage", person(["dataManager"], grant("site", "count")), LILLE, false],
    ["ingest.manage", person(["dataManager"], grant("network", "browse")), LENS, true],
    ["clinical.manage", manager, LILLE, true],
    ["clinical.manage", manager, LENS, false],
    ["clinical.manage", admin, LILLE, false],
    ["clinical.manage", clinician, LILLE, false],
    ["clinical.manage", researcher, LILLE, false],
    ["clinical.manage", person(["dataManager"], grant("site", "count")), LILLE, false],
    ["clinical.manage", person(["dataManager"], grant("project", "export")), undefined, false],
    ["clinical.edit", person(["dataManager"], grant("site", "browse", LILLE, true)), LILLE, true],
    ["clinical.edit", person(["clinician"], grant("site", "browse", LILLE, true)), LILLE, true],
    ["clinical.edit", person(["clinician"], grant("site", "browse", LILLE, true)), LENS, false],
    ["clinical.edit", person(["clinician"], grant("site", "count", LILLE, true)), LILLE, false],
    ["clinical.edit", clinician, LILLE, false],
    ["clinical.edit", manager, LILLE, false],
    ["clinical.edit", person(["neuroscientist"], grant("network", "export", undefined, true)), LILLE, false],
    ["clinical.edit", person(["admin"], grant("network", "export", undefined, true)), LILLE, false],
    ["clinical.edit", person(["clinician"], grant("project", "view", PROJECT, true)), undefined, false],
    ["operations.read", admin, undefined, true],
    ["operations.read", person(["dataManager"]), undefined, true],
    ["operations.read", researcher, undefined, false],
    ["operations.read", clinician, undefined, false],
    ["operations.retry", admin, LENS, true],
    ["operations.retry", manager, LILLE, true],
    ["operations.retry", manager, LENS, false],
    ["operations.retry", researcher, LILLE, false],
    ["operations.run", admin, undefined, false],
    ["operations.run", person(["dataManager"], grant("network", "export")), undefined, false],
    ["subject.identify", clinician, LILLE, true],
    ["subject.identify", clinician, LENS, false],
    ["subject.identify", person(["clinician"], grant("site", "browse")), LILLE, false],
    ["subject.identify", person(["clinician"], grant("project", "view")), LILLE, false],
    ["subject.identify", researcher, LILLE, false],
    ["subject.identify", admin, LILLE, false],
    ["protocols.manage", person(["dataManager"], grant("network", "browse")), undefined, true],
    ["protocols.manage", person(["dataManager"], grant("network", "count")), undefined, false],
    ["protocols.manage", manager, undefined, false],
    ["protocols.manage", admin, undefined, false],
    ["protocols.manage", researcher, undefined, false],
    ["harmonisation.use", researcher, undefined, true],
    ["harmonisation.use", person(["dataManager"], grant("network", "browse")), LILLE, true],
    ["harmonisation.use", person(["neuroscientist"], grant("network", "count")), undefined, false],
    ["harmonisation.use", person(["neuroscientist"], grant("site", "export")), LILLE, false],
    ["harmonisation.use", person(["neuroscientist"], grant("project", "export")), undefined, false],
    ["harmonisation.use", person(["admin", "clinician"], grant("network", "export")), undefined, false],
    ["harmonisation.export", researcher, undefined, true],
    ["harmonisation.export", person(["dataManager"], grant("network", "view")), undefined, false],
    ["harmonisation.export", person(["admin"], grant("network", "export")), undefined, false],
    ["true-dates.read", person([], grant("site", "browse", LILLE, true)), LILLE, true],
    ["true-dates.read", person([], grant("site", "browse", LILLE, true)), LENS, false],
    ["true-dates.read", researcher, LILLE, false],
    ["true-dates.read", admin, LILLE, false],
  ])("%s", (action, actor, siteId, allowed) => {
    const resource = siteId === undefined ? {} : { siteId };
    expect(can(actor, action, resource)).toBe(allowed);
    if (allowed) requireCan(actor, action, resource);
    else expect(() => requireCan(actor, action, resource)).toThrow(AppError);
  });

  it("does not take a thing without a site for one of the actor's sites", () => {
    expect(can(manager, "ingest.read", { siteId: null })).toBe(false);
    expect(can(admin, "ingest.read", { siteId: null })).toBe(true);
  });

  it("names the sites of an action", () => {
    expect(siteFilter(clinician, "subject.identify")).toEqual({ kind: "some", siteIds: [LILLE] });
    expect(siteFilter(admin, "subject.identify")).toEqual({ kind: "none" });
  });
});

describe("levels and time", () => {
  it("orders the levels", () => {
    const levels: GrantLevel[] = ["count", "browse", "view", "export"];
    const table = levels.map((held) => levels.filter((asked) => levelIncludes(held, asked)).length);
    expect(table).toEqual([1, 2, 3, 4]);
  });

  it.each([
    [null, null, true],
    ["2026-01-01T00:00:00.001Z", null, true],
    ["2026-01-01T00:00:00.000Z", null, false],
    ["2025-12-31T00:00:00.000Z", null, false],
    [null, "2025-06-01T00:00:00.000Z", false],
    ["2027-01-01T00:00:00.000Z", "2025-06-01T00:00:00.000Z", false],
  ])("a grant that expires %s and was revoked %s is active: %s", (expiresAt, revokedAt, active) => {
    const date = (value: string | null) => (value === null ? null : new Date(value));
    const at = new Date("2026-01-01T00:00:00.000Z");
    expect(isGrantActive({ expiresAt: date(expiresAt), revokedAt: date(revokedAt) }, at)).toBe(active);
  });
});
