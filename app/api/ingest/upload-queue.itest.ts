import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UploadQueue, type GivenFile } from "@/components/ingest/upload-queue";
import { UploadError, type UploadTransport } from "@/components/ingest/upload-transport";
import { type Actor, systemActor } from "@/lib/access/actor";
import { holding, writePerson } from "@/lib/access/testing/two-sites-store";
import { closeUpload } from "@/lib/ingest/close-upload";
import { expandArchive } from "@/lib/ingest/expand-archive";
import { listUploadFates } from "@/lib/ingest/list-upload-fates";
import { openRun } from "@/lib/ingest/open-run";
import { settleSpool } from "@/lib/ingest/settle-spool";
import { syntheticInstance } from "@/lib/ingest/testing/synthetic-instance";
import { uploadFile } from "@/lib/ingest/upload-file";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { migrateQueue } from "@/lib/platform/queue";

const system = systemActor("test");
let database: TestDatabase;
let manager: Actor;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  manager = holding(await writePerson("manager", ["dataManager"]), "browse", "network");
});
afterAll(() => database.stop());

/** The services themselves, over a network that fails as told. */
function transport(disturb: (step: string) => void = () => undefined): UploadTransport {
  return {
    open: async (siteCode) => (await openRun(manager, { door: "upload", siteCode })).id,
    async put(runId, ordinal, file, onBytes, signal) {
      disturb(`before ${ordinal}`);
      if (signal.aborted) throw new UploadError("unavailable", true);
      const bytes = new Uint8Array(await file.arrayBuffer());
      await uploadFile(manager, { runId, ordinal, content: one(bytes) });
      onBytes(bytes.length);
      disturb(`after ${ordinal}`);
    },
    report: (runId, after) => listUploadFates(manager, { runId, after }),
    close: (runId) => closeUpload(manager, runId),
  };
}

async function* one(bytes: Uint8Array) {
  if (bytes.length > 0) yield bytes;
}

const QUICK = { pollMs: 20, pauseMs: 10, longestPauseMs: 40 };
const given = (...contents: Uint8Array[]): GivenFile[] =>
  contents.map((bytes, index) => ({ path: `given/${index}`, file: new Blob([new Uint8Array(bytes)]) }));
const slice = (study: number, number: number) =>
  syntheticInstance({ patientId: `Q-${study}`, study: String(study), serial: "66001", slice: number });

/** The worker's part, until the upload is over. */
async function runWith(queue: UploadQueue): Promise<void> {
  let isOver = false;
  const running = queue.run().finally(() => (isOver = true));
  while (!isOver) {
    const packed = await db().ingestArchive.findMany({ where: { unpackedAt: null }, select: { id: true } });
    for (const { id } of packed) await expandArchive(system, id);
    await settleSpool(system);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await running;
}

test("every file gets its fate, an archive's members under its line, and the sum holds", async () => {
  const zip = zipSync({ a: slice(700, 2), b: Buffer.from("text"), c: slice(700, 1) });
  const queue = new UploadQueue(given(slice(700, 1), zip, Buffer.from("text")), "LOCAL", transport(), QUICK);
  await runWith(queue);
  const { phase, lines, counts, sentBytes, totalBytes } = queue.current();
  expect(phase).toBe("done");
  expect(sentBytes).toBe(totalBytes);
  expect(lines.map(({ members, isDecided }) => [members, isDecided])).toEqual([
    [null, true],
    [3, true],
    [null, true],
  ]);
  expect(lines[1]?.fates.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  expect(counts).toEqual({ received: 5, waiting: 0, stored: 2, duplicate: 1, quarantined: 0, refused: 2 });
});

test("lost connections, before and after a file was received, are got over, and no file counts twice", async () => {
  const cut = new Set(["before 0", "after 1", "before 2", "after 3"]);
  const queue = new UploadQueue(
    given(...[1, 2, 3, 4, 5].map((number) => slice(701, number))),
    "LOCAL",
    transport((step) => {
      if (cut.delete(step)) throw new UploadError("unavailable", true);
    }),
    QUICK,
  );
  await runWith(queue);
  expect(cut.size).toBe(0);
  expect(queue.current()).toMatchObject({ phase: "done", sentFiles: 5, counts: { received: 5, stored: 5 } });
});

test("a failure for good stops it until it is told to go on", async () => {
  let isBarred = true;
  const queue = new UploadQueue(
    given(slice(702, 1), slice(702, 2)),
    "LOCAL",
    transport(() => {
      if (isBarred) throw new UploadError("forbidden", false);
    }),
    QUICK,
  );
  const stop = queue.subscribe(() => {
    if (queue.current().phase !== "failed") return;
    expect(queue.current().problem).toBe("forbidden");
    isBarred = false;
    queueMicrotask(() => {
      queue.resume();
    });
  });
  await runWith(queue);
  stop();
  expect(queue.current()).toMatchObject({ phase: "done", counts: { received: 2, stored: 2 } });
});

test("paused it sends nothing; cancelled it keeps what was sent, and closes", async () => {
  const queue = new UploadQueue(
    given(...Array.from({ length: 9 }, (_, index) => slice(703, index + 1))),
    "LOCAL",
    transport((step) => {
      if (step === "after 2") queue.pause();
    }),
    QUICK,
  );
  const running = runWith(queue);
  while (queue.current().phase !== "paused") await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const before = queue.current().sentFiles;
  expect(before).toBeLessThan(9);
  queue.cancel();
  await running;
  expect(queue.current().phase).toBe("cancelled");
  const run = await db().ingestRun.findFirstOrThrow({ orderBy: { startedAt: "desc" } });
  expect(run.finishedAt).not.toBeNull();
  expect(run.received).toBeGreaterThanOrEqual(before);
  expect(run.received).toBeLessThan(9);
});
