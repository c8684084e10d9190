import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor, type Actor } from "@/lib/access/actor";
import { instanceKey } from "@/lib/catalogue/instance-key";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { drainQueue, migrateQueue } from "@/lib/platform/queue";
import { completeSeries } from "./complete-series";
import { givenItems } from "./doors/folder";
import { ingestFiles } from "./ingest-files";
import { openRun } from "./open-run";
import { receiveObject } from "./receive-object";
import { settleSpool } from "./settle-spool";
import { type SyntheticInstance, syntheticInstance } from "./testing/synthetic-instance";

const actor = systemActor("test");
let database: TestDatabase;
let next = 0;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
});
afterAll(() => database?.stop());

/** Every test has patients, studies and scanners of its own. */
let own: Required<Pick<SyntheticInstance, "patientId" | "study" | "serial">>;
beforeEach(() => {
  next += 1;
  own = { patientId: `SYN-${next}000`, study: String(next * 100), serial: `77${next}00` };
});

async function give(...instances: SyntheticInstance[]) {
  const fates: string[] = [];
  async function* items() {
    for (const instance of instances) yield { label: "", bytes: syntheticInstance({ ...own, ...instance }) };
  }
  const result = await ingestFiles(actor, {
    items,
    door: "folder",
    siteCode: "LOCAL",
    onFate: (_, { fate, reason }) => fates.push(reason === "none" ? fate : `${fate} ${reason}`),
  });
  return { ...result, fates };
}

const drain = () => drainQueue({ "series.complete": ({ seriesId }) => completeSeries(actor, seriesId) });
const slices = (...numbers: number[]) => numbers.map((slice) => ({ slice }));

describe("taking files in", () => {
  test("the same instance again is a duplicate; with other pixels it is held, never overwritten", async () => {
    expect((await give({ slice: 1 }, { slice: 1 })).fates).toEqual(["stored", "duplicate"]);
    expect((await give({ slice: 1 })).fates).toEqual(["duplicate"]);
    expect((await give({ slice: 1, pixel: 99 })).fates).toEqual(["quarantined conflicting-content"]);
    expect((await give({ slice: 1 })).fates).toEqual(["duplicate"]);
  });

  test("a large file of a folder is taken in parts, and is the same object", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ariane-large-"));
    try {
      const large = syntheticInstance({ ...own, size: 3000 });
      writeFileSync(join(folder, "large.dcm"), large);
      writeFileSync(join(folder, "small.dcm"), syntheticInstance({ ...own, slice: 2 }));
      const given = { items: () => givenItems([folder]), door: "folder", siteCode: "LOCAL" } as const;
      const inParts: boolean[] = [];
      for await (const item of given.items()) inParts.push("path" in item);
      expect(inParts).toEqual([true, false]);
      expect((await ingestFiles(actor, given)).counts).toMatchObject({ received: 2, stored: 2 });
      expect((await give({ size: 3000 })).fates).toEqual(["duplicate"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("several processes settle the same objects at once: each is stored once, and its bytes are there", async () => {
    const files = Array.from({ length: 24 }, (_, index) =>
      syntheticInstance({ ...own, series: String(1 + (index % 3)), slice: 1 + Math.floor(index / 3) }),
    );
    const runs = await Promise.all([1, 2].map(() => openRun(actor, { door: "c-store", siteCode: "LOCAL" })));
    for (const run of runs) for (const content of files) await receiveObject(actor, run, { content });
    const settleAll = async () => {
      // What contended waits for its next turn.
      while ((await db().spoolItem.count()) > 0) await settleSpool(actor);
    };
    await Promise.all([settleAll(), settleAll(), settleAll()]);
    const accounts = await db().ingestRun.findMany({ where: { id: { in: runs.map(({ id }) => id) } } });
    expect(accounts.reduce((sum, { stored }) => sum + stored, 0)).toBe(24);
    expect(accounts.reduce((sum, { duplicate }) => sum + duplicate, 0)).toBe(24);
    const rows = await db().instance.findMany({
      where: { series: { exam: { subject: { links: { some: {} } } } }, objectSha256: { not: null } },
    });
    for (const row of rows)
      expect(existsSync(join(database.dataDir, "objects", instanceKey(row.seriesId, row)))).toBe(true);
  });

  test("a study that is already another patient's is held", async () => {
    await give({ slice: 1 });
    const { fates } = await give({ slice: 2, patientId: "SOMEBODY-ELSE" });
    expect(fates).toEqual(["quarantined conflicting-identity"]);
  });

  test("an unusable identifier gives one subject per study, whatever the number of series", async () => {
    const study = Number(own.study);
    const { seriesIds } = await give(
      { patientId: "***", series: "1" },
      { patientId: "***", series: "2" },
      { patientId: "***", study: String(study + 1) },
    );
    const series = await db().series.findMany({
      where: { id: { in: seriesIds } },
      select: { exam: { select: { subject: true } } },
    });
    const subjects = new Set(series.map(({ exam }) => exam.subject.id));
    expect(subjects.size).toBe(2);
    expect(series.every(({ exam }) => exam.subject.unlinked)).toBe(true);
  });

  test("an earlier exam that comes later moves months and back-dates the epoch", async () => {
    const study = Number(own.study);
    await give({ studyDate: "20240115" });
    await give({ study: String(study + 1), studyDate: "20230118" });
    await give({ study: String(study + 2), studyDate: "20250110", software: "syngo MR XA30" });
    const scanner = await db().scanner.findFirstOrThrow({
      where: { exams: { some: {} } },
      orderBy: { createdAt: "desc" },
      select: {
        visits: { orderBy: { startedAt: "asc" }, select: { monthsFromFirst: true, startedAt: true } },
        epochs: { orderBy: { startedAt: "asc" }, select: { softwareVersions: true, startedAt: true } },
      },
    });
    expect(scanner.visits.map(({ monthsFromFirst }) => monthsFromFirst)).toEqual([0, 12, 24]);
    expect(
      scanner.epochs.map(({ softwareVersions, startedAt }) => [softwareVersions, startedAt.toISOString()]),
    ).toEqual([
      ["syngo MR E11", "2023-01-18T10:15:00.000Z"],
      ["syngo MR XA30", "2025-01-10T10:15:00.000Z"],
    ]);
    const starts = scanner.visits.map(({ startedAt }) => startedAt.getTime());
    // One offset for all: intervals are exact to the millisecond.
    const intervals = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(intervals).toEqual([362 * 86_400_000, 361 * 86_400_000]);
    expect(starts[0]).toBeGreaterThan(Date.UTC(2100, 0, 1));
  });

  test.each([
    [{ sopClass: "1.2.840.10008.5.1.4.1.1.7" }, "secondary-capture"],
    [{ burnedIn: "YES" }, "burned-in-annotation"],
    [{ imageType: ["DERIVED", "SECONDARY", "SCREEN SAVE"] }, "burned-in-annotation"],
  ])("%o is held: %s", async (instance, reason) => {
    expect((await give(instance)).fates).toEqual([`quarantined ${reason}`]);
  });

  test("held bytes are sealed and nothing of the patient is on disk", async () => {
    await give(
      { patientName: "Zqxw^Canari", patientId: "ZQXWCANARI7351", burnedIn: "YES" },
      { patientName: "Zqxw^Canari" },
    );
    const objects = join(database.dataDir, "objects");
    const files = readdirSync(objects, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(1);
    for (const file of files)
      expect(readFileSync(join(file.parentPath, file.name)).includes("Canari"), file.parentPath).toBe(false);
  });

  test("nobody without the right gives files, and nothing is written", async () => {
    const stranger: Actor = { ...actor, userId: "11111111-1111-4111-8111-111111111111", agent: "user" };
    const runs = await db().ingestRun.count();
    const request = { items: async function* () {}, door: "folder", siteCode: "LOCAL" } as const;
    await expect(ingestFiles(stranger, request)).rejects.toMatchObject({ code: "forbidden" });
    await expect(ingestFiles(actor, { ...request, siteCode: "NOWHERE" })).rejects.toMatchObject({
      code: "not-found",
    });
    expect(await db().ingestRun.count()).toBe(runs);
  });
});

describe("completing a series", () => {
  test("makes its volume with role and picture, and makes it anew when instances come later", async () => {
    const { seriesIds } = await give(...slices(1, 2, 3, 4));
    await drain();
    const [id = ""] = seriesIds;
    const find = () => db().series.findUniqueOrThrow({ where: { id }, include: { volumes: true } });
    const first = await find();
    expect(first).toMatchObject({ state: "complete", role: "T1w", is3D: true, instanceCount: 4 });
    expect(first.volumes).toMatchObject([
      { nx: 16, ny: 16, nz: 4, nt: 1, kind: "volume", hasThumbnail: true },
    ]);

    await give(...slices(5, 6));
    await drain();
    const second = await find();
    expect(second).toMatchObject({ state: "complete", instanceCount: 6 });
    expect(second.volumes).toMatchObject([{ nz: 6 }]);
    const objects = (volume: string) => join(database.dataDir, "objects/volumes", volume);
    expect(readdirSync(objects(second.volumes[0]?.id ?? "")).sort()).toEqual([
      "frames.htj2k",
      "thumbnail.webp",
    ]);
    expect(readdirSync(objects(first.volumes[0]?.id ?? ""))).toEqual([]);
  });
});
