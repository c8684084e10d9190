import { describe, expect, it } from "vitest";
import { firstPageFor, navigationFor } from "./navigation";

const keys = (...roles: Parameters<typeof navigationFor>[0]) =>
  navigationFor(roles, false).map(({ key }) => key);

describe("navigationFor", () => {
  it("offers finding a patient to clinicians alone", () => {
    expect(keys("clinician")).toEqual(["catalogue", "find", "network"]);
    expect(keys("neuroscientist")).toEqual(["catalogue", "network"]);
  });

  it("offers cohorts to whoever has a grant", () => {
    const offered = navigationFor(["neuroscientist"], true).map(({ key }) => key);
    expect(offered).toEqual(["catalogue", "cohorts", "network"]);
  });

  it("leads data managers to ingest and admins to users", () => {
    expect(navigationFor(["dataManager"], true).at(-1)?.href).toBe("/admin/ingest");
    expect(navigationFor(["admin", "dataManager"], true).at(-1)?.href).toBe("/admin/users");
  });
});

describe("firstPageFor", () => {
  it.each([
    [["neuroscientist"], "/catalogue"],
    [["clinician"], "/find"],
    [["dataManager"], "/admin/ingest"],
    [["admin"], "/admin/users"],
    [["admin", "neuroscientist"], "/catalogue"],
    [[], "/catalogue"],
  ] as const)("%j starts at %s", (roles, path) => {
    expect(firstPageFor(roles)).toBe(path);
  });
});
