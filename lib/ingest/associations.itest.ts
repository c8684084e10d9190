import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { overrideEnv } from "@/lib/platform/env";
import { migrateQueue } from "@/lib/platform/queue";
import { dataPdus, PDU } from "./doors/dimse/pdu";
import type { Receiver } from "./doors/dimse/server";
import { savePeer } from "./save-peer";
import { settleSpool } from "./settle-spool";
import { listeningReceiver, plainPeer } from "./testing/listening-receiver";
import { type Ended, hasDcmtk, hasOpenssl, runProgram } from "./testing/network-tools";
import {
  accountOfAll,
  associate,
  dataSetOf,
  heldObjects,
  MR_IMAGE,
  openRaw,
  storeRaw,
  until,
} from "./testing/raw-association";
import { storeCommand } from "./testing/store-command";
import { syntheticInstance } from "./testing/synthetic-instance";

const actor = systemActor("test");
let database: TestDatabase;
let receiver: Receiver;
let siteId: string;
let folder: string;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  overrideEnv({ ARIANE_MIN_FREE_BYTES: "0" });
  const site = await db().site.create({ data: { code: "LOCAL", name: "Local", city: "Lille" } });
  siteId = site.id;
  await savePeer(actor, plainPeer(siteId, "PACS"));
  receiver = await listeningReceiver(actor);
  folder = mkdtempSync(join(tmpdir(), "ariane-scu-"));
});
afterAll(async () => {
  await receiver?.close(1_000);
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Files of one study, in a folder of their own. */
function writeStudy(study: string, slices: number): string {
  const path = join(folder, study);
  mkdirSync(path);
  for (let slice = 1; slice <= slices; slice++)
    writeFileSync(
      join(path, `${slice}.dcm`),
      syntheticInstance({ study, slice, patientId: `P${study}`, serial: `S${study}` }),
    );
  return path;
}

function address(port = receiver.port): string[] {
  return ["127.0.0.1", String(port)];
}

function send(path: string, ...options: string[]): Promise<Ended> {
  return runProgram("/usr/bin/storescu", [
    ...["-aet", "PACS", "-aec", "ARIANE", ...options, "+sd"],
    ...[...address(), path],
  ]);
}

const allClosed = () => until(() => receiver.associations() === 0);

const rawConnection = (port = receiver.port) => openRaw(port);

describe("who is let in", () => {
  test("conformance AE.1: an association is rejected with its reason unless called title, peer and address are right", async () => {
    await savePeer(actor, plainPeer(siteId, "ELSEWHERE", { addresses: ["192.0.2.0/24", "2001:db8::1"] }));
    await savePeer(actor, plainPeer(siteId, "SWITCHEDOFF", { enabled: false }));
    await savePeer(actor, plainPeer(siteId, "CERTIFIED", { certificate: "ab".repeat(32) }));
    const rejected = async (calling: string, called?: string) => {
      const { socket, ended } = rawConnection();
      socket.write(associate(calling, called));
      const answer = await ended;
      return answer[0] === PDU.associateReject ? [...answer.subarray(7, 10)] : "accepted";
    };
    expect(await rejected("PACS", "WRONG")).toEqual([1, 1, 7]);
    for (const title of ["NOBODY", "ELSEWHERE", "SWITCHEDOFF", "CERTIFIED", "pacs", ""])
      expect(await rejected(title), title).toEqual([1, 1, 3]);
  });

  test("conformance SOP.1: storage of what is catalogued or held, verification, commitment; no query, no other modality", async () => {
    const resultOf = async (abstractSyntax: string) => {
      const { socket, ended, came } = rawConnection();
      socket.write(associate("PACS", "ARIANE", abstractSyntax));
      await came(200);
      socket.destroy();
      const answer = await ended;
      const at = answer.indexOf(Buffer.from([0x21, 0]));
      return answer[at + 6];
    };
    const storage = "1.2.840.10008.5.1.4.1.1";
    const taken = ["4", "4.1", "4.2", "4.3", "4.4", "7", "30", "66", "66.1", "66.3", "66.4", "88.33"];
    for (const suffix of taken) expect(await resultOf(`${storage}.${suffix}`), suffix).toBe(0);
    for (const uid of ["1.2.840.10008.1.1", "1.2.840.10008.1.20.1"]) expect(await resultOf(uid), uid).toBe(0);
    // CT, PET, ultrasound, encapsulated PDF; find, move and get of both roots.
    const others = ["2", "128", "6.1", "104.1"].map((suffix) => `${storage}.${suffix}`);
    const queries = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"].map(
      (suffix) => `1.2.840.10008.5.1.4.1.2.${suffix}`,
    );
    for (const uid of [...others, ...queries]) expect(await resultOf(uid), uid).toBe(3);
    await allClosed();
  });

  test("conformance AE.2: associations of one peer, and of all, are limited", async () => {
    const narrow = await listeningReceiver(actor, { maxAssociations: 3, maxAssociationsPerPeer: 2 });
    const ask = async (title: string) => {
      const connection = rawConnection(narrow.port);
      connection.socket.write(associate(title));
      await connection.came(10);
      return connection;
    };
    await savePeer(actor, plainPeer(siteId, "OTHER"));
    const open = await Promise.all(["PACS", "PACS", "PACS", "PACS"].map(ask));
    await until(() => narrow.associations() === 2);
    for (const { socket } of open) socket.destroy();
    const answers = await Promise.all(open.map(({ ended }) => ended));
    expect(answers.map(([type]) => type).sort()).toEqual([2, 2, 3, 3]);
    expect(answers.filter(([type]) => type === 3).map((answer) => [...answer.subarray(7, 10)])).toEqual([
      [2, 3, 2],
      [2, 3, 2],
    ]);
    await narrow.close(1_000);
  });
});

describe.skipIf(!hasDcmtk())("dcmtk as a peer", () => {
  test("conformance SOP.2: C-ECHO is answered to a known peer, refused to another", async () => {
    const echo = (title: string) =>
      runProgram("/usr/bin/echoscu", ["-aet", title, "-aec", "ARIANE", ...address()]);
    expect((await echo("PACS")).code).toBe(0);
    expect((await echo("STRANGER")).code).not.toBe(0);
    const peer = await db().peer.findUnique({ where: { aeTitle: "PACS" } });
    expect(peer?.lastContactAt).not.toBeNull();
  });

  test("conformance STATUS.0000: a study is received as one delivery and stored, sent again it is duplicate", async () => {
    const before = await accountOfAll();
    const path = writeStudy("100", 12);
    expect((await send(path)).code).toBe(0);
    await allClosed();
    const received = await accountOfAll();
    expect(received.received - before.received).toBe(12);
    await settleSpool(actor);
    expect((await send(path)).code).toBe(0);
    await allClosed();
    await settleSpool(actor);
    const after = await accountOfAll();
    expect(after).toMatchObject({ waiting: 0, spooled: 0 });
    expect(after.stored - before.stored).toBe(12);
    expect(after.duplicate - before.duplicate).toBe(12);
    const runs = await db().ingestRun.findMany({ where: { door: "c-store", received: 12 } });
    expect(runs).toHaveLength(2);
    for (const run of runs) expect(run).toMatchObject({ siteId, finishedAt: expect.any(Date) as unknown });
  });

  test("conformance TS.1: every uncompressed syntax and deflate are taken as sent and give the same instance", async () => {
    const path = writeStudy("110", 1);
    // Implicit, explicit big endian, deflate.
    for (const syntax of ["-xi", "-xb", "-xd"]) expect((await send(path, syntax)).code, syntax).toBe(0);
    await allClosed();
    await settleSpool(actor);
    const runs = await db().ingestRun.findMany({ orderBy: { startedAt: "desc" }, take: 3 });
    expect(runs.map(({ stored, duplicate }) => [stored, duplicate]).sort()).toEqual([
      [0, 1],
      [0, 1],
      [1, 0],
    ]);
  });

  test.skipIf(!hasOpenssl())(
    "conformance TLS.1: with TLS only a client certificate of the authority enters, and only the peer's own when it is pinned",
    async () => {
      const path = (name: string) => join(folder, name);
      const certificate = async (name: string, signer: string | null) => {
        const subject = ["-subj", `/CN=${name}`, "-keyout", `${name}.key`, "-out", `${name}.pem`];
        const signed = signer ? ["-CA", `${signer}.pem`, "-CAkey", `${signer}.key`] : [];
        const made = await runProgram(
          "/usr/bin/openssl",
          ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject, ...signed],
          folder,
        );
        expect(made.code, made.output).toBe(0);
      };
      await certificate("authority", null);
      await certificate("server", "authority");
      await certificate("pacs", "authority");
      await certificate("other", "authority");
      await certificate("stranger", null);
      const print = await runProgram("/usr/bin/openssl", [
        ...["x509", "-in", path("pacs.pem"), "-noout", "-fingerprint", "-sha256"],
      ]);
      const fingerprint = (print.output.split("=")[1] ?? "").trim().replaceAll(":", "").toLowerCase();
      await savePeer(actor, plainPeer(siteId, "PINNED", { certificate: fingerprint }));
      const secure = await listeningReceiver(actor, {
        tls: { key: path("server.key"), cert: path("server.pem"), ca: path("authority.pem") },
      });
      const echo = (title: string, name: string) =>
        runProgram("/usr/bin/echoscu", [
          ...["-aet", title, "-aec", "ARIANE", "+tls", path(`${name}.key`), path(`${name}.pem`)],
          ...["+cf", path("authority.pem"), "-ic", ...address(secure.port)],
        ]);
      const right = await echo("PINNED", "pacs");
      expect(right.code, right.output).toBe(0);
      expect((await echo("PINNED", "other")).code).not.toBe(0);
      expect((await echo("PACS", "other")).code).toBe(0);
      expect((await echo("PACS", "stranger")).code).not.toBe(0);
      const plain = await runProgram("/usr/bin/echoscu", [
        ...["-aet", "PACS", "-aec", "ARIANE", "-ta", "5", ...address(secure.port)],
      ]);
      expect(plain.code).not.toBe(0);
      await secure.close(1_000);
    },
  );
});

describe("what goes wrong", () => {
  /** An association that has begun an object and not finished it. */
  async function halfSent(port = receiver.port) {
    const connection = rawConnection(port);
    connection.socket.write(associate());
    await connection.came(100);
    for (const pdu of dataPdus(1, true, storeCommand(MR_IMAGE, "1.2.3.4"), 0)) connection.socket.write(pdu);
    const [pdu] = dataPdus(1, false, Buffer.alloc(60_000), 16_384);
    if (pdu) connection.socket.write(pdu);
    return connection;
  }

  test("a connection cut in the middle of an object leaves nothing", async () => {
    const before = { ...(await accountOfAll()), held: await heldObjects() };
    const { socket } = await halfSent();
    await until(() => receiver.associations() === 1);
    socket.resetAndDestroy();
    await allClosed();
    expect({ ...(await accountOfAll()), held: await heldObjects() }).toEqual(before);
  });

  test("a peer that stops in the middle of an object blocks nobody, and is cut after a while", async () => {
    const impatient = await listeningReceiver(actor, { idleTimeoutMs: 1_500 });
    const slow = await halfSent(impatient.port);
    const quick = rawConnection(impatient.port);
    quick.socket.write(associate());
    await quick.came(100);
    quick.socket.write(Buffer.from([PDU.releaseRequest, 0, 0, 0, 0, 4, 0, 0, 0, 0]));
    const answer = await quick.ended;
    expect(answer[answer.length - 10]).toBe(PDU.releaseReply);
    await slow.ended;
    await until(() => impatient.associations() === 0);
    await impatient.close(1_000);
  });

  test("malformed PDUs end their own connection only", async () => {
    const accepted = associate();
    const hostile: Buffer[] = [
      Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
      Buffer.from([PDU.associateRequest, 0, 0xff, 0xff, 0xff, 0xff, 0, 1]),
      Buffer.from([PDU.data, 0, 0xff, 0xff, 0xff, 0xff]),
      Buffer.alloc(5_000, 0xff),
      Buffer.alloc(74),
      accepted.subarray(0, accepted.length - 3),
      // A presentation context that says it is longer than its PDU.
      Buffer.concat([accepted.subarray(0, 74), Buffer.from([0x20, 0, 0xff, 0xff]), accepted.subarray(78)]),
      Buffer.concat([accepted, Buffer.from([PDU.data, 0, 0, 0, 0, 8, 0xff, 0xff, 0xff, 0xff, 1, 3, 0, 0])]),
      Buffer.concat([accepted, Buffer.from([PDU.data, 0, 0, 0, 0, 6, 0, 0, 0, 2, 99, 3])]),
      Buffer.concat([accepted, Buffer.from([PDU.data, 0, 0, 0, 0, 8, 0, 0, 0, 4, 1, 3, 9, 9])]),
      Buffer.concat([accepted, Buffer.from([PDU.data, 0, 0, 0, 0, 8, 0, 0, 0, 4, 1, 2, 9, 9])]),
      Buffer.concat([accepted, accepted]),
    ];
    const before = { ...(await accountOfAll()), held: await heldObjects() };
    for (const bytes of hostile) {
      const { socket, ended } = rawConnection();
      socket.end(bytes);
      await ended;
    }
    await allClosed();
    expect({ ...(await accountOfAll()), held: await heldObjects() }).toEqual(before);
    const { uid, data } = dataSetOf({ study: "140", patientId: "AFTER" });
    expect((await storeRaw(receiver.port, MR_IMAGE, uid, data)).status).toBe(0x0000);
  });

  test("a first PDU that comes byte by byte is not waited for beyond its time", async () => {
    const impatient = await listeningReceiver(actor, { requestTimeoutMs: 700 });
    const { socket, ended } = rawConnection(impatient.port);
    const bytes = associate();
    let at = 0;
    const dribble = setInterval(() => socket.write(bytes.subarray(at, ++at)), 100);
    expect((await ended).length).toBe(0);
    clearInterval(dribble);
    expect(at).toBeLessThan(bytes.length);
    await impatient.close(1_000);
  });
});
