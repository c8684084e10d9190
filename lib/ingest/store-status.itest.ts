import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { overrideEnv } from "@/lib/platform/env";
import { migrateQueue } from "@/lib/platform/queue";
import type { Receiver } from "./doors/dimse/server";
import { savePeer } from "./save-peer";
import { listeningReceiver, plainPeer } from "./testing/listening-receiver";
import { accountOfAll, dataSetOf, heldObjects, MR_IMAGE, storeRaw, until } from "./testing/raw-association";

const actor = systemActor("test");
let database: TestDatabase;
let receiver: Receiver;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  overrideEnv({ ARIANE_MIN_FREE_BYTES: "0" });
  const site = await db().site.create({ data: { code: "LOCAL", name: "Local", city: "Lille" } });
  await savePeer(actor, plainPeer(site.id, "PACS"));
  receiver = await listeningReceiver(actor);
});
afterAll(async () => {
  await receiver?.close(1_000);
  await database?.stop();
});

const allClosed = () => until(() => receiver.associations() === 0);

test("conformance STATUS.A900 and STATUS.C000: another class or instance than commanded, what cannot be read; refused and counted", async () => {
  const { uid, data } = dataSetOf({ study: "120", patientId: "A900" });
  const asClass = Buffer.from(data);
  const at = asClass.indexOf(Buffer.from(MR_IMAGE));
  asClass.write("1.2.840.10008.5.1.4.1.1.7", at, "latin1");
  const before = await accountOfAll();
  const answers = [
    await storeRaw(receiver.port, MR_IMAGE, uid, asClass),
    await storeRaw(receiver.port, MR_IMAGE, `${uid}9`, data),
    await storeRaw(receiver.port, MR_IMAGE, uid, Buffer.alloc(0)),
    await storeRaw(receiver.port, MR_IMAGE, uid, Buffer.alloc(5_000)),
    await storeRaw(receiver.port, MR_IMAGE, uid, Buffer.from("<!DOCTYPE html>".repeat(500))),
  ];
  expect(answers.map(({ status }) => status)).toEqual([0xa900, 0xa900, 0xc000, 0xc000, 0xc000]);
  expect(answers.every(({ released }) => released)).toBe(true);
  await allClosed();
  expect(await accountOfAll()).toEqual({
    ...before,
    received: before.received + 5,
    refused: before.refused + 5,
  });
  // What is as it was announced is taken, even where it ends too early: that is judged later.
  for (const bytes of [data, data.subarray(0, 700)])
    expect((await storeRaw(receiver.port, MR_IMAGE, uid, bytes)).status).toBe(0x0000);
  await allClosed();
});

test("conformance STATUS.A700: an object beyond the limit is refused, counted, and the association goes on", async () => {
  const small = await listeningReceiver(actor, { maxObjectBytes: 50_000 });
  const before = { ...(await accountOfAll()), held: await heldObjects() };
  const answer = await storeRaw(small.port, MR_IMAGE, "1.2.3.5", Buffer.alloc(50_001));
  expect(answer).toEqual({ status: 0xa700, released: true });
  await until(() => small.associations() === 0);
  const after = { ...(await accountOfAll()), held: await heldObjects() };
  const [received, refused] = [before.received + 1, before.refused + 1];
  expect(after).toEqual({ ...before, received, refused });
  await small.close(1_000);
});

test("conformance STATUS.A700: with little free space nothing is taken, and afterwards it is", async () => {
  overrideEnv({ ARIANE_MIN_FREE_BYTES: String(Number.MAX_SAFE_INTEGER) });
  const before = { ...(await accountOfAll()), held: await heldObjects() };
  const { uid, data } = dataSetOf({ study: "130", patientId: "FULL" });
  const answer = await storeRaw(receiver.port, MR_IMAGE, uid, data);
  overrideEnv({ ARIANE_MIN_FREE_BYTES: "0" });
  expect(answer).toEqual({ status: 0xa700, released: true });
  await allClosed();
  expect({ ...(await accountOfAll()), held: await heldObjects() }).toEqual(before);
  expect(await storeRaw(receiver.port, MR_IMAGE, uid, data)).toEqual({
    status: 0x0000,
    released: true,
  });
});

test("conformance STATUS.0122 and STATUS.0117: another class than the context's, a UID that is none", async () => {
  const before = await accountOfAll();
  const other = "1.2.840.10008.5.1.4.1.1.4.1";
  expect((await storeRaw(receiver.port, other, "1.2.3.7", Buffer.alloc(10))).status).toBe(0x0122);
  for (const uid of ["../../etc/passwd", "1.2.$(id)", "1..2", `1.${"2".repeat(70)}`])
    expect((await storeRaw(receiver.port, MR_IMAGE, uid, Buffer.alloc(10))).status, uid).toBe(0x0117);
  expect(await accountOfAll()).toEqual(before);
});

test("conformance STATUS.0211: query, retrieve and other operations are not known here", async () => {
  const before = await accountOfAll();
  const { uid, data } = dataSetOf({ study: "140", patientId: "FIND" });
  // C-GET, C-FIND, C-MOVE, N-SET, N-CREATE, N-DELETE (PS3.7 E.1).
  for (const field of [0x0010, 0x0020, 0x0021, 0x0120, 0x0140, 0x0150])
    expect(await storeRaw(receiver.port, MR_IMAGE, uid, data, field), field.toString(16)).toEqual({
      status: 0x0211,
      released: true,
    });
  await allClosed();
  expect(await accountOfAll()).toEqual(before);
});

test("conformance STATUS.0110: what the store fails at is not taken and leaves nothing; afterwards it is taken", async () => {
  const { uid, data } = dataSetOf({ study: "150", patientId: "BROKEN" });
  const before = await accountOfAll();
  const held = join(database.dataDir, "objects", "held");
  renameSync(held, `${held}-away`);
  writeFileSync(held, "no folder");
  try {
    expect(await storeRaw(receiver.port, MR_IMAGE, uid, data)).toEqual({ status: 0x0110, released: true });
    await allClosed();
    expect(await accountOfAll()).toEqual(before);
    const objects = readdirSync(join(database.dataDir, "objects"));
    expect(objects.filter((name) => name.startsWith(".tmp-"))).toEqual([]);
  } finally {
    rmSync(held);
    renameSync(`${held}-away`, held);
  }
  expect(await storeRaw(receiver.port, MR_IMAGE, uid, data)).toEqual({ status: 0x0000, released: true });
});
