import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ActiveGrant, type Actor, systemActor } from "@/lib/access/actor";
import { type Fixture, writeNetwork } from "@/lib/catalogue/testing/network-fixture-store";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { AppError } from "@/lib/platform/errors";
import { discoverGroups, discoverySchema } from "./discover-groups";

let database: TestDatabase;
let fixture: Fixture;
let userId: string;

beforeAll(async () => {
  database = await testDatabase();
  fixture = await inTransaction((tx) => writeNetwork(tx, 4, 60));
  userId = (await db().user.create({ data: { email: "n@example.org", name: "N", passwordHash: "x" } })).id;
  const flair = await db().series.findMany({
    where: { role: "FLAIR", is3D: true, map: null },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  // Two settings, the second at every third series; a clock for each exam.
  await db().series.updateMany({
    data: { repetitionTimeMs: 5000, echoTimesMs: [390], inversionTimeMs: 1800 },
  });
  await db().series.updateMany({
    where: { id: { in: flair.filter((_, index) => index % 3 === 0).map(({ id }) => id) } },
    data: { inversionTimeMs: 1650 },
  });
  const exams = await db().exam.findMany({ select: { id: true } });
  await db().examClock.createMany({
    data: exams.map(({ id: examId }, index) => ({
      examId,
      acquiredAt: new Date(Date.UTC(2025, index % 4, 10)),
      receivedAt: new Date(Date.UTC(2025, index % 4, 11)),
    })),
  });
});
afterAll(() => database.stop());

function person(...grants: Partial<ActiveGrant>[]): Actor {
  const all = grants.map((grant, index): ActiveGrant => ({
    id: `00000000-0000-4000-8000-00000000000${index}`,
    scope: "network",
    siteId: null,
    projectId: null,
    level: "browse",
    trueDates: false,
    ...grant,
  }));
  return { userId, agent: "user", roles: ["neuroscientist"], locale: null, grants: all };
}

const FLAIR_3D = discoverySchema.parse({ role: "FLAIR", dimension: "3D" });
const isFlair3D = ({ role, is3D, map }: { role: string; is3D: boolean | null; map: string | null }) =>
  role === "FLAIR" && is3D === true && map === null;

describe("discoverGroups", () => {
  it("finds the dominant setting and names the other by what differs", async () => {
    const found = await discoverGroups(systemActor("test"), FLAIR_3D);
    const all = fixture.exams.flatMap(({ series }) => series).filter(isFlair3D).length;
    expect(found.seriesCount).toBe(all);
    expect(found.hasDominant).toBe(true);
    const settings = found.groups.map(({ differs, values }) => [values.inversionTimeMs, differs]);
    expect(settings).toEqual([
      [1800, []],
      [1650, ["inversionTimeMs"]],
    ]);
    expect(found.groups[1]?.seriesCount).toBe(Math.ceil(all / 3));
    expect(found.groups.flatMap(({ cells }) => cells).some(({ month }) => month === "2025-02")).toBe(true);
  });

  it("counts what may be browsed, and tells months where true dates may be read", async () => {
    const nord = fixture.siteIds.get("NORD") ?? "";
    const found = await discoverGroups(person({ scope: "site", siteId: nord }), FLAIR_3D);
    const own = fixture.exams.filter(({ site }) => site.code === "NORD").flatMap(({ series }) => series);
    expect(found.seriesCount).toBe(own.filter(isFlair3D).length);
    expect(found.scanners.every(({ site }) => site === "CHU du Nord")).toBe(true);
    const months = found.groups.flatMap(({ cells }) => cells.map(({ month }) => month));
    expect(new Set(months)).toEqual(new Set([null]));

    const both = person(
      { scope: "network", level: "browse" },
      { scope: "site", siteId: nord, trueDates: true },
    );
    const dated = await discoverGroups(both, FLAIR_3D);
    const sites = new Map(dated.scanners.map(({ id, site }) => [id, site]));
    for (const { scannerId, month } of dated.groups.flatMap(({ cells }) => cells))
      expect(month !== null).toBe(sites.get(scannerId) === "CHU du Nord");
  });

  it("refuses whoever may not browse", async () => {
    for (const actor of [person(), person({ level: "count" })]) {
      const refusal = await discoverGroups(actor, FLAIR_3D).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(AppError);
    }
  });

  it("takes an address that makes no sense for the most frequent kind", async () => {
    const query = discoverySchema.parse({ role: "robot", dimension: "5D", maker: "x" });
    const found = await discoverGroups(systemActor("test"), query);
    expect(found.kind).toEqual(found.kinds[0]);
  });
});
