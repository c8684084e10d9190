import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { findOrMakeSite } from "@/lib/network/register-scanner-store";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { childEnv, overrideEnv } from "@/lib/platform/env";
import { startBeat } from "@/lib/platform/process-beat";
import { migrateQueue } from "@/lib/platform/queue";
import { repositoryRoot } from "@/lib/platform/root";
import { closeAbandonedRuns } from "./close-abandoned-runs";
import type { GivenItem } from "./doors/given-item";
import { ingestFiles } from "./ingest-files";
import { openRun } from "./open-run";
import { savePeer } from "./save-peer";
import { plainPeer } from "./testing/listening-receiver";
import { hasDcmtk } from "./testing/network-tools";
import { freePort, listens } from "./testing/orthanc";
import { syntheticInstance } from "./testing/synthetic-instance";

const actor = systemActor("test");
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  overrideEnv({ ARIANE_MIN_FREE_BYTES: "0" });
  await migrateQueue();
});
afterAll(() => database?.stop());

describe("one folder given by two commands", () => {
  const COUNT = 40;
  const files = (study: string): GivenItem[] =>
    Array.from({ length: COUNT }, (_, index) => ({
      label: `${study}/${index}`,
      bytes: syntheticInstance({ study, patientId: `TWICE${study}`, slice: index + 1 }),
    }));
  const give = (study: string, breakAt = Number.POSITIVE_INFINITY) =>
    ingestFiles(actor, {
      items: async function* () {
        for (const [index, item] of files(study).entries()) {
          if (index === breakAt) throw new Error("cut off");
          yield item;
        }
      },
      door: "folder",
      siteCode: "LOCAL",
      source: `/given/${study}`,
    });

  test("an interrupted delivery is continued by one of them; every account is whole", async () => {
    await expect(give("9100", 36)).rejects.toThrow("cut off");
    const interrupted = await db().ingestRun.findFirstOrThrow({ where: { finishedAt: null } });
    expect(interrupted.received).toBe(32);

    const ends = await Promise.all([give("9100"), give("9100"), give("9100")]);
    expect(ends.map(({ continued }) => continued).sort()).toEqual([0, 0, 32]);
    expect(ends.find(({ continued }) => continued > 0)?.runId).toBe(interrupted.id);
    for (const { counts } of ends)
      expect(counts).toMatchObject({ received: COUNT, waiting: 0, quarantined: 0, refused: 0 });
    expect(ends.reduce((sum, { counts }) => sum + counts.stored, 0)).toBe(COUNT);
    expect(ends.reduce((sum, { counts }) => sum + counts.duplicate, 0)).toBe(2 * COUNT);
    expect(await db().ingestRun.count({ where: { finishedAt: null } })).toBe(0);
  });

  test("what a living process is busy with is not continued", async () => {
    await expect(give("9200", 36)).rejects.toThrow("cut off");
    const beat = await startBeat("command");
    const where = { finishedAt: null };
    await db().ingestRun.updateMany({ where, data: { holderId: beat.id } });
    expect((await give("9200")).continued).toBe(0);
    await beat.stop();
    expect((await give("9200")).continued).toBe(32);
    expect(await db().ingestRun.count({ where })).toBe(0);
  });
});

describe("deliveries whose process died", () => {
  test("are closed; those of living processes, of folders and of uploads stay open", async () => {
    const living = await startBeat("receiver");
    const ended = spawn("true");
    await once(ended, "close");
    const dead = await db().processBeat.create({
      data: { kind: "receiver", host: hostname(), pid: ended.pid ?? 0, workerIds: [], seenAt: new Date() },
    });
    const elsewhere = await db().processBeat.create({
      data: { kind: "web", host: "another-machine", pid: 1, workerIds: [], seenAt: new Date() },
    });
    const open = async (door: "c-store" | "stow" | "folder" | "upload", holderId: string | null) =>
      (await openRun(actor, { door, siteCode: "LOCAL", holderId })).id;
    const stay = [
      await open("c-store", living.id),
      await open("stow", elsewhere.id),
      await open("folder", dead.id),
      await open("upload", null),
    ];
    const go = [
      await open("c-store", dead.id),
      await open("stow", dead.id),
      await open("c-store", "11111111-1111-4111-8111-111111111111"),
    ];
    expect(await closeAbandonedRuns(actor)).toBe(3);
    expect(await closeAbandonedRuns(actor)).toBe(0);
    const openIds = async () =>
      (await db().ingestRun.findMany({ where: { finishedAt: null }, select: { id: true } })).map(
        ({ id }) => id,
      );
    expect((await openIds()).sort()).toEqual([...stay].sort());
    const closed = await db().ingestRun.findMany({ where: { id: { in: go } } });
    expect(closed.every(({ finishedAt }) => finishedAt !== null)).toBe(true);
    await living.stop();
    await db().ingestRun.updateMany({ data: { finishedAt: new Date() } });
  });

  test("an upload whose browser is gone is closed after three days without a file, with what it brought", async () => {
    const upload = async (startedDaysAgo: number) => {
      const { id } = await openRun(actor, { door: "upload", siteCode: "LOCAL" });
      await db().ingestRun.update({ where: { id }, data: { startedAt: daysAgo(startedDaysAgo) } });
      return id;
    };
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    const fate = (runId: string, days: number) =>
      db().ingestFate.create({
        data: {
          itemId: randomUUID(),
          runId,
          ordinal: 0,
          fate: "refused",
          reason: "empty",
          at: daysAgo(days),
        },
      });
    const [empty, old, young, active, packed] = [
      await upload(4),
      await upload(9),
      await upload(2),
      await upload(9),
      await upload(9),
    ];
    await fate(old, 4);
    await fate(active, 1);
    const archive = { id: randomUUID(), runId: packed, ordinal: 0, byteCount: 1 };
    await db().ingestArchive.create({ data: archive });
    const waiting = await upload(9);
    await db().spoolItem.create({ data: { runId: waiting, byteCount: 1 } });

    expect(await closeAbandonedRuns(actor)).toBe(2);
    expect(await closeAbandonedRuns(actor)).toBe(0);
    const open = await db().ingestRun.findMany({ where: { finishedAt: null }, select: { id: true } });
    expect(open.map(({ id }) => id).sort()).toEqual([young, active, packed, waiting].sort());
    for (const runId of [empty, old])
      expect(
        await db().auditEvent.count({
          where: { type: "ingest.run-finished", detail: { path: ["runId"], equals: runId } },
        }),
      ).toBe(1);
    await db().spoolItem.deleteMany({ where: { runId: waiting } });
    await db().ingestRun.updateMany({ data: { finishedAt: new Date() } });
  });

  test.skipIf(!hasDcmtk())("a receiver that is killed in the middle of an association", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ariane-killed-"));
    const site = await findOrMakeSite(db(), "LOCAL");
    await savePeer(actor, plainPeer(site?.id ?? "", "SENDER"));
    const port = await freePort();
    const receiver = spawn(process.execPath, ["--import", "tsx", "scripts/receiver.ts"], {
      cwd: repositoryRoot,
      env: childEnv({ ARIANE_DICOM_PORT: String(port), ARIANE_DICOM_HOST: "127.0.0.1", LOG_LEVEL: "silent" }),
      stdio: "ignore",
    });
    let sender: ChildProcess | undefined;
    try {
      while (!(await listens(port))) await setTimeout(50);
      for (let slice = 1; slice <= 400; slice++)
        writeFileSync(
          join(folder, `${slice}.dcm`),
          syntheticInstance({ study: "9300", patientId: "KILLED", slice }),
        );
      const args = ["-nh", "-aet", "SENDER", "-aec", "ARIANE", "+sd", "127.0.0.1", String(port), folder];
      sender = spawn("/usr/bin/storescu", args, { stdio: "ignore" });
      while ((await db().spoolItem.count()) < 3) await setTimeout(20);
      expect(await closeAbandonedRuns(actor)).toBe(0);
      receiver.kill("SIGKILL");
      await once(receiver, "close");
      const run = await db().ingestRun.findFirstOrThrow({ where: { finishedAt: null } });
      expect(run.door).toBe("c-store");
      expect(await closeAbandonedRuns(actor)).toBe(1);
      const closed = await db().ingestRun.findUniqueOrThrow({ where: { id: run.id } });
      expect(closed.finishedAt).not.toBeNull();
      expect(closed.received).toBe(closed.waiting);
    } finally {
      receiver.kill("SIGKILL");
      sender?.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
