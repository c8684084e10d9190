import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { writeDicom } from "@/lib/dicom/write";
import { uidHash } from "@/lib/deid/identity";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { migrateQueue } from "@/lib/platform/queue";
import { secrets } from "@/lib/platform/secrets";
import { objectStore } from "@/lib/platform/store";
import { answerCommitments } from "./answer-commitments";
import { heldKey } from "./held-key";
import { keepCommitment } from "./keep-commitment";
import { openRun, type OpenRun } from "./open-run";
import { findPeer, type KnownPeer } from "./peer-store";
import { receiveObject } from "./receive-object";
import { savePeer } from "./save-peer";
import { settleSpool } from "./settle-spool";
import { plainPeer } from "./testing/listening-receiver";
import { syntheticInstance } from "./testing/synthetic-instance";

const actor = systemActor("test");
const MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4";
const uidOf = (slice: number) => `1.2.826.0.1.3680043.9.7.1.1.1.${slice}`;
let database: TestDatabase;
let peer: KnownPeer;
let run: OpenRun;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  const site = await db().site.create({ data: { code: "LOCAL", name: "Local", city: "Lille" } });
  await savePeer(actor, plainPeer(site.id, "PACS", { commitHost: "127.0.0.1", commitPort: 104 }));
  const found = await findPeer(db(), "PACS");
  if (!found) throw new Error("the peer is not there");
  peer = found;
  run = await openRun(actor, { door: "c-store", siteCode: "LOCAL", peerId: peer.id });
});
afterAll(() => database?.stop());

function request(...instances: string[]): Uint8Array {
  const dataset = new Dataset();
  dataset.set(TAG.TransactionUID, "UI", "2.25.77");
  const items = instances.map((uid) => {
    const item = new Dataset();
    item.set(TAG.ReferencedSOPClassUID, "UI", MR_IMAGE);
    item.set(TAG.ReferencedSOPInstanceUID, "UI", uid);
    return item;
  });
  dataset.set(TAG.ReferencedSOPSequence, "SQ", items);
  const transferSyntaxUid = TRANSFER_SYNTAX.explicitLittleEndian;
  return writeDicom({ transferSyntaxUid, meta: new Dataset(), dataset });
}

interface Report {
  eventType: 1 | 2;
  committed: (string | undefined)[];
  failed: (readonly [string | undefined, number])[];
}

/** Answers what is due, now, with a peer that takes reports or not. */
async function reports(isReachable = true): Promise<Report[]> {
  await db().storageCommitment.updateMany({ where: { answeredAt: null }, data: { dueAt: new Date(0) } });
  const sent: Report[] = [];
  await answerCommitments(actor, (_, eventType, dataset) => {
    if (!isReachable) return Promise.reject(new Error("unreachable"));
    const uid = (item: Dataset) => item.uid(TAG.ReferencedSOPInstanceUID);
    const items = (tag: number) => dataset.get(tag)?.items ?? [];
    sent.push({
      eventType,
      committed: items(TAG.ReferencedSOPSequence).map(uid),
      failed: items(TAG.FailedSOPSequence).map(
        (item) => [uid(item), Buffer.from(item.get(TAG.FailureReason)?.bytes ?? []).readUInt16LE(0)] as const,
      ),
    });
    return Promise.resolve();
  });
  return sent;
}

async function receive(slice: number): Promise<void> {
  const hash = uidHash(secrets().uidKey, uidOf(slice));
  await receiveObject(actor, run, { content: syntheticInstance({ slice }), uidHash: hash });
}

async function heldObjects(): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of objectStore().list("held")) keys.push(key);
  return keys;
}

test("conformance COMMIT.1: waits while an instance waits, then commits what is stored and fails what is unknown", async () => {
  await receive(1);
  expect(await keepCommitment(actor, peer, request(uidOf(1), uidOf(99)))).toBe(true);
  expect(await reports()).toEqual([]);
  await settleSpool(actor);
  // A peer that is not there loses nothing.
  expect(await reports(false)).toEqual([]);
  expect(await reports()).toEqual([{ eventType: 2, committed: [uidOf(1)], failed: [[uidOf(99), 0x0112]] }]);
  expect(await reports()).toEqual([]);
  expect(await heldObjects()).toEqual([]);
});

test("conformance COMMIT.2: an object that does not read as its row says is not committed", async () => {
  await receive(2);
  await receive(3);
  await settleSpool(actor);
  await keepCommitment(actor, peer, request(uidOf(2), uidOf(3)));
  const hash = Buffer.from(uidHash(secrets().uidKey, uidOf(3))).toString("hex");
  let altered = 0;
  for await (const key of objectStore().list("instances")) {
    if (!key.includes(hash)) continue;
    const bytes = Buffer.from(await objectStore().get(key));
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    await objectStore().put(key, bytes);
    altered += 1;
  }
  expect(altered).toBe(1);
  expect(await reports()).toEqual([{ eventType: 2, committed: [uidOf(2)], failed: [[uidOf(3), 0x0110]] }]);
});

test("a request of all that is safe is answered as complete; its UIDs are sealed until then", async () => {
  await keepCommitment(actor, peer, request(uidOf(1)));
  const [row] = await db().storageCommitment.findMany({ where: { answeredAt: null } });
  const sealed = Buffer.from(await objectStore().get(heldKey(row?.id ?? "")));
  expect(sealed.includes(uidOf(1))).toBe(false);
  expect(await reports()).toEqual([{ eventType: 1, committed: [uidOf(1)], failed: [] }]);
});

test("what is no request is refused, and a peer without an address is told so", async () => {
  await expect(keepCommitment(actor, peer, Buffer.from("nothing"))).rejects.toMatchObject({
    code: "invalid-input",
  });
  expect(await keepCommitment(actor, { ...peer, commitHost: null }, request(uidOf(1)))).toBe(false);
  expect(await heldObjects()).toEqual([]);
});
