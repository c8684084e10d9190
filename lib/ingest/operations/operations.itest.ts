import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { getVolumeManifest } from "@/lib/catalogue/get-volume-manifest";
import { instanceKey, originalKey } from "@/lib/catalogue/instance-key";
import { openVolumeFrames } from "@/lib/catalogue/open-volume-frames";
import { enqueueCompletion } from "@/lib/catalogue/register-instances-store";
import { searchCatalogue } from "@/lib/catalogue/search-catalogue";
import { DEFAULT_VIEW, EMPTY_QUERY } from "@/lib/catalogue/search-query";
import { decodeHtj2k } from "@/lib/imaging/htj2k";
import { inPieces, syntheticNifti } from "@/lib/imaging/testing/synthetic-nifti";
import { completeSeries } from "@/lib/ingest/complete-series";
import { ingestFiles } from "@/lib/ingest/ingest-files";
import { attachNifti } from "@/lib/ingest/nifti/attach-nifti";
import { buildNifti } from "@/lib/ingest/nifti/build-nifti";
import { openRun } from "@/lib/ingest/open-run";
import { receiveObject } from "@/lib/ingest/receive-object";
import { settleSpool } from "@/lib/ingest/settle-spool";
import { closeDb, db, inTransaction } from "@/lib/platform/db/client";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "@/lib/platform/db/embedded";
import { applyMigrations } from "@/lib/platform/db/schema-engine";
import { createTestDatabase, testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { childEnv, env, overrideEnv } from "@/lib/platform/env";
import { freeJobsOfTheDead, readBeats } from "@/lib/platform/process-beat";
import { drainQueue, migrateQueue, workQueue } from "@/lib/platform/queue";
import { readiness } from "@/lib/platform/ready";
import { repositoryRoot } from "@/lib/platform/root";
import { syntheticInstance } from "../testing/synthetic-instance";
import { backUp } from "./backup/back-up";
import { exportLists } from "./backup/export-lists";
import { restoreBackup } from "./backup/restore-backup";
import { checkCatalogue } from "./check-catalogue";
import { checkFixity } from "./check-fixity";
import type { Finding } from "./finding";
import { abandonedJob, jobOf } from "./testing/jobs-store";

const actor = systemActor("test");
let database: TestDatabase;
let study = 7000;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
});
afterAll(() => database?.stop());

const complete = {
  "series.complete": ({ seriesId }: { seriesId: string }) => completeSeries(actor, seriesId),
  "nifti.build": ({ niftiId }: { niftiId: string }) => buildNifti(actor, niftiId),
};

/** A NIfTI file on the grid of the first volume of such a series. @returns what it becomes */
async function storeNifti(seriesId: string, slices = 3) {
  const grid = [[-1, 0, 0, 0], [0, -1, 0, 0], [0, 0, 1, 1]]; // prettier-ignore
  const bytes = gzipSync(
    syntheticNifti({
      sides: [16, 16, slices],
      values: Array.from({ length: 16 * 16 * slices }, (_, i) => i % 5),
      sform: { code: 1, rows: grid },
    }),
  );
  const given = { series: seriesId, ontoOrdinal: 0, content: "segmentation" } as const;
  const { niftiId } = await attachNifti(actor, { ...given, bytes: inPieces(bytes, 4096) });
  await drainQueue(complete);
  const fate = await db().givenNifti.findUniqueOrThrow({ where: { id: niftiId } });
  expect(fate).toMatchObject({ fate: "stored", reason: "none" });
  return { id: niftiId, seriesId: fate.seriesId ?? "" };
}

/** A series of its own study, with its volumes. */
async function storeSeries(slices = 3): Promise<string> {
  study += 1;
  async function* items() {
    for (let slice = 1; slice <= slices; slice++)
      yield {
        label: `${slice}`,
        bytes: syntheticInstance({ study: String(study), slice, patientId: `SYN-${study}` }),
      };
  }
  const { seriesIds } = await ingestFiles(actor, { items, door: "folder", siteCode: "LOCAL" });
  await drainQueue(complete);
  return seriesIds[0] ?? "";
}

async function check(options: Partial<Parameters<typeof checkCatalogue>[1]> = {}): Promise<Finding[]> {
  const findings: Finding[] = [];
  const all = { mend: false, deep: true, stopped: true, ...options };
  await checkCatalogue(actor, all, (finding) => findings.push(finding));
  return findings;
}

const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code).sort();
const objectPath = (key: string) => join(env().dataDir, "objects", key);

async function firstInstance(seriesId: string) {
  const row = await db().instance.findFirstOrThrow({ where: { seriesId }, orderBy: { uidHash: "asc" } });
  return { row, path: objectPath(instanceKey(seriesId, row)) };
}

describe("fsck", () => {
  test("a catalogue that works is clean, what is wrong is named and mended, and what cannot be is noted", async () => {
    const seriesId = await storeSeries();
    const run = await openRun(actor, { door: "upload", siteCode: "LOCAL" });
    expect(codes(await check())).toEqual([]);

    writeFileSync(objectPath(`instances/${seriesId}/${"0".repeat(32)}-${"0".repeat(16)}.dcm`), "stray");
    writeFileSync(objectPath(".tmp-left"), "cut");
    writeFileSync(objectPath("held/00000000-0000-4000-8000-000000000000"), "stray");
    mkdirSync(objectPath("archives"), { recursive: true });
    writeFileSync(objectPath("archives/00000000-0000-4000-8000-000000000001"), "stray");
    const volume = await db().volume.findFirstOrThrow({ where: { seriesId } });
    rmSync(objectPath(`volumes/${volume.id}/frames.htj2k`));
    await db().series.update({ where: { id: seriesId }, data: { instanceCount: 99 } });
    const waiting = await receiveObject(actor, run, { content: Buffer.from("not DICOM") });
    rmSync(objectPath(`held/${waiting}`));
    await db().ingestRun.update({
      where: { id: run.id },
      data: { stored: { increment: 1 }, received: { increment: 1 } },
    });
    const expected = [
      ...["leftover", "lost-waiting", "missing-view", "orphan-held", "orphan-held"],
      ...["orphan-object", "wrong-account", "wrong-counts"],
    ];
    // What is young may only be about to get its row, while others run.
    expect(codes(await check({ stopped: false }))).toEqual([
      ...["lost-waiting", "missing-view", "wrong-account", "wrong-counts"],
    ]);
    expect(codes(await check())).toEqual(expected);
    const mended = await check({ mend: true });
    expect(codes(mended)).toEqual(expected);
    expect(mended.every((finding) => finding.mended)).toBe(true);
    await drainQueue(complete);
    expect(codes(await check())).toEqual([]);
    expect(await db().ingestRun.findUnique({ where: { id: run.id } })).toMatchObject({
      received: 1,
      refused: 1,
      waiting: 0,
      stored: 0,
    });
  });

  test("an altered and a missing object stay findings, are noted, and are noted as right when they are back", async () => {
    const seriesId = await storeSeries();
    const { row, path } = await firstInstance(seriesId);
    const original = readFileSync(path);
    const altered = Buffer.from(original);
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    writeFileSync(path, altered);
    expect(codes(await check({ deep: false }))).toEqual([]);
    expect(codes(await check({ mend: true }))).toEqual(["altered-object"]);
    expect(await db().series.findUnique({ where: { id: seriesId } })).toMatchObject({
      state: "failed",
      failure: "object-altered",
    });
    rmSync(path);
    expect(await check({ mend: true })).toMatchObject([{ code: "missing-object", mended: false }]);
    const noted = () => db().fixityFailure.findUniqueOrThrow({ where: { uidHash: row.uidHash } });
    expect(await noted()).toMatchObject({ kind: "missing", mendedAt: null });

    writeFileSync(path, original);
    await db().fixityPass.deleteMany({});
    expect(await checkFixity(actor, { periodDays: 30, everySeconds: 60 })).toBeGreaterThan(2);
    expect((await noted()).mendedAt).not.toBeNull();
    await drainQueue(complete);
    expect(codes(await check())).toEqual([]);
    expect(await db().series.findUnique({ where: { id: seriesId } })).toMatchObject({ state: "complete" });
  });
});

test("a re-reading finds an altered object, and begins anew only when its time has come", async () => {
  const seriesId = await storeSeries();
  const { row, path } = await firstInstance(seriesId);
  const original = readFileSync(path);
  await db().fixityPass.deleteMany({});
  writeFileSync(path, Buffer.concat([original.subarray(0, -1), Buffer.from([(original.at(-1) ?? 0) ^ 1])]));
  const options = { periodDays: 30, everySeconds: 60 };
  const total = await db().instance.count();
  expect(await checkFixity(actor, options)).toBe(total);
  expect(await db().fixityFailure.findMany({ where: { mendedAt: null } })).toMatchObject([
    { uidHash: row.uidHash, kind: "altered" },
  ]);
  expect(await db().fixityPass.findMany({})).toMatchObject([{ checked: total, failed: 1 }]);
  expect(await checkFixity(actor, options)).toBe(0);
  writeFileSync(path, original);
  await db().fixityPass.updateMany({ data: { startedAt: new Date(Date.now() - 16 * 86_400_000) } });
  expect(await checkFixity(actor, options)).toBe(total);
  expect(await db().fixityFailure.count({ where: { mendedAt: null } })).toBe(0);
});

describe("jobs of a worker that is killed", () => {
  // A process of its own cannot share the one backend of the embedded database with this test's transactions for long,
  // and durability is promised on PostgreSQL.
  test.skipIf(env().testDatabase === "embedded")("are taken up at once by the next worker", async () => {
    const seriesId = await storeSeries();
    await inTransaction((tx) => enqueueCompletion(tx, seriesId, 0));
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "lib/ingest/operations/testing/hanging-worker.ts"],
      { cwd: repositoryRoot, env: childEnv({}), stdio: ["ignore", "pipe", "inherit"] },
    );
    await new Promise((resolve) => child.stdout.once("data", resolve));
    expect(await jobOf(seriesId)).toMatchObject({ locked: true });
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGKILL");
    await ended;
    expect(await jobOf(seriesId)).toMatchObject({ locked: true });
    expect((await readBeats(db(), null)).filter(({ dead }) => dead)).toMatchObject([{ kind: "worker" }]);

    let tell: (seriesId: string) => void = () => undefined;
    const done = new Promise<string>((resolve) => (tell = resolve));
    const queue = await workQueue({ "series.complete": async (payload) => tell(payload.seriesId) }, 1);
    expect(await done).toBe(seriesId);
    await queue.stop();
    expect(await readBeats(db(), null)).toEqual([]);
  });

  test("a living process keeps its jobs, and abandoned jobs are left for somebody to decide", async () => {
    const seriesId = await storeSeries();
    await abandonedJob(seriesId);
    await freeJobsOfTheDead(db(), null);
    expect((await jobOf(seriesId))?.attempts).toBe(5);
  });
});

test("readiness names what does not hold", async () => {
  expect(await readiness()).toMatchObject({ database: true, migrations: true, store: true, queue: false });
  const queue = await workQueue({}, 1);
  expect((await readiness()).queue).toBe(true);
  await queue.stop();
});

/** As a person would: her search finds the series, and the viewer gets its pictures, which can be decoded. */
async function expectToBeFoundAndSeen(seriesId: string, series: number): Promise<void> {
  const { exam, volumes } = await db().series.findUniqueOrThrow({
    where: { id: seriesId },
    select: { exam: { select: { subject: { select: { pseudonym: true } } } }, volumes: true },
  });
  const query = { ...EMPTY_QUERY, text: exam.subject.pseudonym };
  const found = await searchCatalogue(actor, query, { ...DEFAULT_VIEW, unit: "series" });
  if (found.access !== "rows") throw new Error("no rows");
  expect(found.counts).toMatchObject({ subjects: 1, exams: 1, series });
  expect(JSON.stringify(found)).toContain(seriesId);
  const [volume] = volumes;
  const manifest = await getVolumeManifest(actor, volume?.id ?? "");
  const frames = await openVolumeFrames(actor, volume?.id ?? "");
  expect(frames.sizeBytes).toBe(manifest.frameByteEnds.at(-1));
  const bytes = new Uint8Array(await new Response(frames.stream()).arrayBuffer());
  let start = 0;
  for (const end of manifest.frameByteEnds) {
    expect((await decodeHtj2k(bytes.subarray(start, end))).data.length).toBeGreaterThan(0);
    start = end;
  }
}

describe("backup and restore", () => {
  test("a backup made while files arrive is restored clean, with those who oppose", async () => {
    await db().$executeRaw`DELETE FROM graphile_worker._private_jobs`;
    const seriesId = await storeSeries();
    const nifti = await storeNifti(seriesId);
    const kept = readFileSync(objectPath(originalKey(nifti.id)));
    const folder = await mkdtemp(join(tmpdir(), "ariane-backup-"));
    const site = await db().site.findFirstOrThrow({ where: { code: "LOCAL" } });
    let running = true;
    const arriving = (async () => {
      const run = await openRun(actor, { door: "upload", siteCode: "LOCAL" });
      for (let slice = 1; running; slice++) {
        await receiveObject(actor, run, { content: syntheticInstance({ study: "9990", slice }) });
        if (slice % 3 === 0) await settleSpool(actor, { run });
      }
      await settleSpool(actor, { run });
    })();
    const first = await backUp(actor, folder, { withKeys: false });
    const second = await backUp(actor, folder, { withKeys: false });
    running = false;
    await arriving;
    expect(second.copied).toBeLessThan(first.copied + second.objects.count);
    expect(readdirSync(folder).filter((name) => name.startsWith("database-"))).toEqual([
      second.database.file,
    ]);
    expect(existsSync(join(folder, "keys.json"))).toBe(false);
    // Nothing of what was put off stays behind.
    expect(readdirSync(objectPath("")).filter((name) => name.startsWith(".removals"))).toEqual([]);

    const opposed = new Uint8Array(randomBytes(32));
    await db().opposition.create({ data: { linkageHash: opposed, siteId: site.id } });
    const newer = join(folder, "..", `${Date.now()}-lists.json`);
    await exportLists(actor, newer);
    const busy = { lists: null, deep: false, openDatabase: async () => undefined };
    await expect(restoreBackup(actor, folder, busy)).rejects.toMatchObject({ code: "conflict" });

    const before = {
      dataDir: env().dataDir,
      url: database.kind === "postgres" ? env().databaseUrl : undefined,
    };
    await closeDb();
    const other = await mkdtemp(join(tmpdir(), "ariane-restored-"));
    const made = database.kind === "postgres" ? await createTestDatabase(inject("postgresAdminUrl")) : null;
    overrideEnv({ ARIANE_DATA_DIR: other, DATABASE_URL: made?.url });
    let restored: EmbeddedDatabase | null = null;
    try {
      const result = await restoreBackup(actor, folder, {
        lists: newer,
        deep: true,
        openDatabase: async () => {
          if (made === null)
            restored = await startEmbeddedDatabase(join(other, "db"), env().databaseSocketDir);
          await applyMigrations(env().databaseUrl);
          await migrateQueue();
        },
      });
      expect(result).toMatchObject({ oppositions: 1, withdrawals: 0, remaining: [] });
      // Only objects that came after the rows were copied have none.
      expect(result.mended.filter(({ code }) => !/^orphan/.test(code))).toEqual([]);
      expect(await db().opposition.count()).toBe(1);
      const series = await db().series.findUniqueOrThrow({
        where: { id: seriesId },
        include: { volumes: true },
      });
      expect(series).toMatchObject({ state: "complete", instanceCount: 3 });
      expect(existsSync(objectPath(`volumes/${series.volumes[0]?.id}/frames.htj2k`))).toBe(true);
      await expectToBeFoundAndSeen(seriesId, 2);
      await expectToBeFoundAndSeen(nifti.seriesId, 2);
      expect(readFileSync(objectPath(originalKey(nifti.id))).equals(kept)).toBe(true);
      // What waited when the backup was made gets its fate here.
      await settleSpool(actor);
      expect(codes(await check())).toEqual([]);
    } finally {
      await closeDb();
      await (restored as EmbeddedDatabase | null)?.stop();
      overrideEnv({ ARIANE_DATA_DIR: before.dataDir, DATABASE_URL: before.url });
      await made?.drop();
      for (const path of [other, folder, newer]) rmSync(path, { recursive: true, force: true });
    }
  });

  test("other keys, no backup and a folder with other things are refused before anything is written", async () => {
    const folder = await mkdtemp(join(tmpdir(), "ariane-backup-"));
    const options = { lists: null, deep: false, openDatabase: async () => undefined };
    await expect(restoreBackup(actor, folder, options)).rejects.toMatchObject({
      details: { reason: "no-backup" },
    });
    writeFileSync(join(folder, "letter.txt"), "mine");
    await expect(backUp(actor, folder, { withKeys: false })).rejects.toMatchObject({
      details: { reason: "not-a-backup-folder" },
    });
    expect(readdirSync(folder)).toEqual(["letter.txt"]);
    await expect(backUp(actor, join(env().dataDir, "b"), { withKeys: false })).rejects.toMatchObject({
      details: { reason: "inside-data" },
    });
    rmSync(folder, { recursive: true });
  });
});
