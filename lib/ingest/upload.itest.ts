import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { constants, deflateRawSync, gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Actor, systemActor } from "@/lib/access/actor";
import { holding, writePerson } from "@/lib/access/testing/two-sites-store";
import { syntheticNifti } from "@/lib/imaging/testing/synthetic-nifti";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { overrideEnv } from "@/lib/platform/env";
import { drainQueue, migrateQueue } from "@/lib/platform/queue";
import { objectStore } from "@/lib/platform/store";
import { closeUpload } from "./close-upload";
import { expandArchive } from "./expand-archive";
import { listUploadFates } from "./list-upload-fates";
import { openRun } from "./open-run";
import { settleSpool } from "./settle-spool";
import { syntheticInstance } from "./testing/synthetic-instance";
import { uploadFile, type UploadLimits } from "./upload-file";

const system = systemActor("test");
let database: TestDatabase;
let manager: Actor;
let runId: string;
let study = 500;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  manager = holding(await writePerson("manager", ["dataManager"]), "browse", "network");
});
afterAll(() => database.stop());
beforeEach(async () => {
  study += 1;
  ({ id: runId } = await openRun(manager, { door: "upload", siteCode: "LOCAL" }));
});

const slice = (number: number) =>
  syntheticInstance({ patientId: `UP-${study}`, study: String(study), serial: "55001", slice: number });

async function* pieces(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 4096) yield bytes.subarray(at, at + 4096);
}
const give = (ordinal: number, bytes: Uint8Array, limits?: UploadLimits) =>
  uploadFile(manager, { runId, ordinal, content: pieces(bytes), ...(limits && { limits }) });
const report = (after = -1) => listUploadFates(manager, { runId, after });
const expand = () => drainQueue({ "ingest.expand": ({ archiveId }) => expandArchive(system, archiveId) });

function sum({ received, waiting, stored, duplicate, quarantined, refused }: Record<string, number>) {
  return [received, waiting, stored, duplicate, quarantined, refused];
}

async function archives(): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of objectStore().list("archives")) keys.push(key);
  return keys;
}

describe("an upload", () => {
  test("takes files by ordinal, tells their fates together, and adds up at every moment", async () => {
    expect(await give(0, slice(1))).toEqual({ state: "received" });
    expect(await give(1, slice(2))).toEqual({ state: "received" });
    expect(await give(2, Buffer.from("hello"))).toEqual({ state: "received" });
    expect(await give(3, new Uint8Array())).toEqual({ state: "refused" });
    expect((await report()).spans).toEqual([
      { first: 0, last: 2, fate: "waiting", reason: "none", count: 1 },
      { first: 3, last: 3, fate: "refused", reason: "empty", count: 1 },
    ]);
    expect(sum((await report()).counts)).toEqual([4, 3, 0, 0, 0, 1]);
    await settleSpool(system);
    expect((await report()).spans).toEqual([
      { first: 0, last: 1, fate: "stored", reason: "none", count: 1 },
      { first: 2, last: 2, fate: "refused", reason: "not-dicom", count: 1 },
      { first: 3, last: 3, fate: "refused", reason: "empty", count: 1 },
    ]);
    expect((await report(2)).spans).toHaveLength(1);
    expect(sum((await report()).counts)).toEqual([4, 0, 2, 0, 0, 2]);
  });

  test("counts a file once, however often it is sent: before and after its fate, and twice at once", async () => {
    const states = await Promise.all([give(0, slice(1)), give(0, slice(1)), give(0, slice(1))]);
    expect(states.map(({ state }) => state).sort()).toEqual([
      "received",
      "received-before",
      "received-before",
    ]);
    expect(await give(0, slice(1))).toEqual({ state: "received-before" });
    await settleSpool(system);
    expect(await give(0, slice(1))).toEqual({ state: "received-before" });
    expect(sum((await report()).counts)).toEqual([1, 0, 1, 0, 0, 0]);
    const held: string[] = [];
    for await (const key of objectStore().list("held")) held.push(key);
    expect(held).toEqual([]);
  });

  test("cut off, it leaves nothing; too large, it is refused; closed, it takes nothing", async () => {
    async function* cut() {
      yield slice(1).subarray(0, 500);
      throw new Error("connection reset");
    }
    await expect(uploadFile(manager, { runId, ordinal: 0, content: cut() })).rejects.toThrow(
      "connection reset",
    );
    async function* stalled() {
      yield slice(1).subarray(0, 500);
      await new Promise((resolve) => setTimeout(resolve, 5_000).unref());
    }
    const limits = { maxFileBytes: 600, maxArchiveBytes: 100, idleMs: 50 };
    await expect(
      uploadFile(manager, { runId, ordinal: 0, content: stalled(), limits }),
    ).rejects.toMatchObject({
      code: "invalid-input",
    });
    expect(sum((await report()).counts)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await give(0, slice(1), limits)).toEqual({ state: "refused" });
    expect(await give(1, zipSync({ a: slice(1) }), limits)).toEqual({ state: "refused" });
    expect((await report()).spans.map(({ reason }) => reason)).toEqual(["too-large", "archive-too-large"]);
    expect(await archives()).toEqual([]);
    await closeUpload(manager, runId);
    await closeUpload(manager, runId);
    await expect(give(5, slice(5))).rejects.toMatchObject({ code: "conflict" });
  });
});

test("with less room than must stay free nothing is taken, and the upload goes on when there is room", async () => {
  overrideEnv({ ARIANE_MIN_FREE_BYTES: String(Number.MAX_SAFE_INTEGER) });
  try {
    await expect(give(0, slice(1))).rejects.toMatchObject({ code: "storage-full" });
    expect(sum((await report()).counts)).toEqual([0, 0, 0, 0, 0, 0]);
  } finally {
    overrideEnv({ ARIANE_MIN_FREE_BYTES: "0" });
  }
  expect(await give(0, slice(1))).toEqual({ state: "received" });
  await settleSpool(system);
});

describe("NIfTI where DICOM is given", () => {
  test("is refused with the reason that says where it belongs: plain, packed, in a ZIP, cut, or far too large", async () => {
    const nifti = syntheticNifti({ values: Array.from({ length: 1000 }, (_, i) => i), sides: [10, 10, 10] });
    const small = syntheticNifti({ values: [1], sides: [1, 1, 1], datatype: 2 });
    await give(0, nifti);
    await give(1, gzipSync(nifti));
    await give(2, gzipSync(small));
    await give(3, gzipSync(nifti).subarray(0, -20));
    await give(4, zipSync({ "mask.nii": nifti, "1.dcm": slice(1), "mask.nii.gz": gzipSync(nifti) }));
    await give(5, gzippedNiftiOf2GiB());
    await expand();
    await settleSpool(system);
    const counted = (await report()).spans.map(
      ({ first, last, fate, reason, count }) => `${first}-${last} ${fate} ${reason} ${count}`,
    );
    expect(counted.sort()).toEqual([
      "0-3 refused nifti-elsewhere 1",
      "4-4 refused nifti-elsewhere 2",
      "4-4 stored none 1",
      "5-5 refused nifti-elsewhere 1",
    ]);
    expect(sum((await report()).counts)).toEqual([8, 0, 1, 0, 0, 7]);
    expect(await archives()).toEqual([]);
  });

  /** One long run of a functional series: zeros pack well, as those around a head do. */
  function gzippedNiftiOf2GiB(): Uint8Array {
    const head = syntheticNifti({ values: [], sides: [512, 512, 512, 8] });
    const zeros = deflateRawSync(Buffer.alloc(2 ** 20), { finishFlush: constants.Z_FULL_FLUSH });
    const start = deflateRawSync(head, { finishFlush: constants.Z_FULL_FLUSH });
    const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
    // Without its end: the answer does not depend on it.
    return Buffer.concat([gzipHeader, start, ...new Array<Buffer>(2048).fill(zeros)]);
  }
});

describe("an uploaded archive", () => {
  test("is sealed until its members are taken, which it is not counted with", async () => {
    const zip = zipSync({
      "a/1.dcm": slice(1),
      "a/2.dcm": slice(2),
      "readme.txt": Buffer.from("x"),
      "in.zip": zipSync({ "3.dcm": slice(3), "4.dcm.gz": gzipSync(slice(4)) }),
      "secret-name.txt": new Uint8Array(),
    });
    await give(0, slice(1));
    await give(1, zip);
    expect(sum((await report()).counts)).toEqual([1, 1, 0, 0, 0, 0]);
    expect((await report()).archives).toEqual([{ ordinal: 1, taken: 0, isUnpacked: false }]);
    const [key = ""] = await archives();
    const sealed = readFileSync(join(database.dataDir, "objects", key));
    for (const plain of ["PK", "secret-name", "Canari", "DICM"])
      expect(sealed.subarray(0, 4096).includes(plain) && plain.length > 2).toBe(false);

    await closeUpload(manager, runId);
    expect((await db().ingestRun.findUniqueOrThrow({ where: { id: runId } })).finishedAt).toBeNull();
    await expect(give(2, slice(9))).rejects.toMatchObject({ code: "conflict" });
    await expand();
    expect(await archives()).toEqual([]);
    expect((await report()).archives).toEqual([{ ordinal: 1, taken: 6, isUnpacked: true }]);
    expect((await db().ingestRun.findUniqueOrThrow({ where: { id: runId } })).finishedAt).not.toBeNull();
    await settleSpool(system);
    expect(sum((await report()).counts)).toEqual([7, 0, 4, 1, 0, 2]);
    expect((await report(0)).spans).toEqual(
      expect.arrayContaining([
        { first: 1, last: 1, fate: "refused", reason: "not-dicom", count: 1 },
        { first: 1, last: 1, fate: "refused", reason: "empty", count: 1 },
      ]),
    );
    expect((await report(0)).spans.reduce((total, { count }) => total + count, 0)).toBe(6);
  });

  test("interrupted, it goes on behind what was taken", async () => {
    await give(0, zipSync(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}`, slice(i + 1)]))));
    const { id } = await db().ingestArchive.findFirstOrThrow({ where: { runId } });
    // The first group fills; the second finds that another process has moved the archive on.
    const first = expandArchive(system, id);
    const second = expandArchive(system, id);
    const ends = await Promise.allSettled([first, second]);
    expect(ends.some(({ status }) => status === "fulfilled")).toBe(true);
    await expand();
    await settleSpool(system);
    expect(sum((await report()).counts)).toEqual([40, 0, 40, 0, 0, 0]);
    const files = readdirSync(join(database.dataDir, "objects", "held"));
    expect(files).toEqual([]);
  });

  test("broken, a bomb, or lost meanwhile: refused, with the reason, and the rest goes on", async () => {
    const zip = zipSync({ a: slice(1), b: slice(2) });
    await give(0, zip.subarray(0, zip.length - 30));
    await give(1, gzipSync(slice(3)).subarray(0, 200));
    await give(2, zipSync({ x: zipSync({ y: zipSync({ z: zipSync({ deep: slice(1) }) }) }) }));
    await give(3, zip);
    const lost = await db().ingestArchive.findFirstOrThrow({ where: { runId, ordinal: 3 } });
    await objectStore().remove(`archives/${lost.id}`);
    await give(4, slice(4));
    await expand();
    await settleSpool(system);
    expect(
      (await report()).spans.map(({ first, last, fate, reason }) => `${first}-${last} ${fate} ${reason}`),
    ).toEqual([
      "0-1 refused archive-broken",
      "2-2 refused archive-too-deep",
      "3-3 refused unreadable",
      "4-4 stored none",
    ]);
  });
});
