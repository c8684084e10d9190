import { describe, expect, it } from "vitest";
import { modulesOfLib, servicesOfLib } from "./testing/services";

const root = process.cwd();

describe("every service", () => {
  const services = servicesOfLib(root);

  it("is found", () => {
    const paths = services.map(({ path }) => path);
    expect(paths).toContain("lib/access/give-grant.ts");
    expect(paths).toContain("lib/ingest/list-runs.ts");
    expect(paths).not.toContain("lib/access/password.ts");
    expect(modulesOfLib(root).length).toBeGreaterThan(services.length);
  });

  it.each(services.map((service) => [service.path, service] as const))(
    "%s exports one verb, and asks who is asking first",
    (_, { functions }) => {
      expect(functions.map(({ first, firstType }) => `${first}: ${firstType}`)).toEqual(["actor: Actor"]);
    },
  );
});
