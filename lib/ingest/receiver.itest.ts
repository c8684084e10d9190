import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { X509Certificate } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { filesBelow } from "@/lib/dicom/testing/files-below";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { findOrMakeSite } from "@/lib/network/register-scanner-store";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { env, overrideEnv } from "@/lib/platform/env";
import { migrateQueue } from "@/lib/platform/queue";
import { sharedData } from "@/lib/platform/testing/shared-data";
import { isStorageClass } from "./doors/dimse/negotiate";
import { associateRequest, dataPdus, PDU } from "./doors/dimse/pdu";
import { PduReader } from "./doors/dimse/pdu-reader";
import { type Receiver, type ReceiverOptions, startReceiver } from "./doors/dimse/server";
import { dcmtk, hasDcmtkNetwork } from "./doors/dimse/testing";
import { receiveAssociation } from "./receive-association";
import { settleSpool } from "./settle-spool";
import { syntheticInstance } from "./testing/synthetic-instance";

const actor = systemActor("test");
const data = sharedData();
const OWN = { classUid: "1.2.3", versionName: "TEST", maxPduBytes: 16_384 };
const MR = "1.2.840.10008.5.1.4.1.1.4";
const EXPLICIT = "1.2.840.10008.1.2.1";

describe.skipIf(!hasDcmtkNetwork())("the receiver", () => {
  let database: TestDatabase;
  let receiver: Receiver;
  let folder: string;
  let siteId: string;

  const options = (): ReceiverOptions => ({
    host: "127.0.0.1",
    port: 0,
    aeTitle: "ARIANE",
    tls: null,
    maxObjectBytes: 64 * 2 ** 20,
    maxAssociations: 32,
    maxAssociationsPerPeer: 24,
    requestTimeoutMs: 10_000,
    idleTimeoutMs: 10_000,
    admit: (calling) => receiveAssociation(actor, calling),
  });
  const addPeer = (aeTitle: string, more: { addresses?: string[]; enabled?: boolean } = {}) =>
    db().peer.create({ data: { siteId, name: aeTitle, aeTitle, addresses: ["127.0.0.1"], ...more } });

  beforeAll(async () => {
    database = await testDatabase();
    overrideEnv({ ARIANE_MIN_FREE_BYTES: "0" });
    await migrateQueue();
    siteId = (await findOrMakeSite(db(), "LOCAL"))?.id ?? "";
    await addPeer("SENDER");
    await addPeer("ELSEWHERE", { addresses: ["10.0.0.0/8"] });
    await addPeer("DISABLED", { enabled: false });
    receiver = await startReceiver(options());
  });
  afterAll(async () => {
    await receiver?.close(0);
    await database?.stop();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "ariane-scu-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const address = (port = receiver.port) => ["127.0.0.1", String(port)];
  const send = (...files: string[]) =>
    dcmtk("storescu", ["-aet", "SENDER", "-aec", "ARIANE", "+sd", "+r", "-R", ...address(), ...files]);
  const write = (name: string, bytes: Uint8Array) => {
    const path = join(folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, bytes);
    return path;
  };
  const totals = async () => {
    const { _sum } = await db().ingestRun.aggregate({
      _sum: {
        received: true,
        waiting: true,
        stored: true,
        duplicate: true,
        quarantined: true,
        refused: true,
      },
    });
    return _sum;
  };

  test("answers C-ECHO to a known peer, and refuses whoever is not one", async () => {
    const echo = (calling: string, called = "ARIANE") =>
      dcmtk("echoscu", ["-aet", calling, "-aec", called, ...address()]);
    expect((await echo("SENDER")).code).toBe(0);
    expect((await echo("STRANGER")).output).toMatch(/Calling AE Title Not Recognized/i);
    expect((await echo("ELSEWHERE")).output).toMatch(/Calling AE Title Not Recognized/i);
    expect((await echo("DISABLED")).output).toMatch(/Calling AE Title Not Recognized/i);
    expect((await echo("SENDER", "OTHER")).output).toMatch(/Called AE Title Not Recognized/i);
    expect(
      (await db().peer.findUniqueOrThrow({ where: { aeTitle: "SENDER" } })).lastContactAt,
    ).not.toBeNull();
    expect(await db().ingestRun.count()).toBe(0);
  });

  /** storescu proposes compressed transfer syntaxes one family at a time. */
  const PROPOSAL: Readonly<Record<string, string>> = {
    [TRANSFER_SYNTAX.implicitLittleEndian]: "-xi",
    [TRANSFER_SYNTAX.explicitBigEndian]: "-xb",
    [TRANSFER_SYNTAX.jpegLosslessSv1]: "-xs",
    [TRANSFER_SYNTAX.jpegLsLossless]: "-xt",
    [TRANSFER_SYNTAX.jpeg2000Lossless]: "-xv",
    [TRANSFER_SYNTAX.rleLossless]: "-xr",
    [TRANSFER_SYNTAX.explicitLittleEndian]: "-xe",
  };

  /** Given files that storescu can send as they are, by the option that proposes their transfer syntax. */
  function sendable(cases: readonly string[]): Map<string, string[]> {
    const found = new Map<string, string[]>();
    for (const name of cases)
      for (const path of filesBelow(join(data ?? "", name))) {
        let file: ReturnType<typeof parseDicom>;
        try {
          file = parseDicom(new Uint8Array(readFileSync(path)));
        } catch {
          continue;
        }
        const option = PROPOSAL[file.transferSyntaxUid];
        if (!option || !file.meta.uid(TAG.TransferSyntaxUID)) continue;
        if (!isStorageClass(file.dataset.uid(TAG.SOPClassUID) ?? "")) continue;
        found.set(option, [...(found.get(option) ?? []), path]);
      }
    return found;
  }

  test.skipIf(!data)(
    "takes over as many given objects as were sent, in every transfer syntax, again and again",
    { timeout: 1_200_000 },
    async () => {
      const files = sendable(
        env().testLong
          ? readdirSync(data ?? "").filter((name) => /^g\d\d_/.test(name))
          : ["g09_siemens_terrax_7t_enhanced", "g13_transfer_syntaxes", "g17_siemens_prisma_mosaic_sagittal"],
      );
      const times = env().testLong ? 5 : 2;
      const count = [...files.values()].reduce((sum, paths) => sum + paths.length, 0);
      expect(count).toBeGreaterThan(30);
      const sendAll = async () => {
        for (const [option, paths] of files)
          for (let from = 0; from < paths.length; from += 200) {
            const part = paths.slice(from, from + 200);
            const args = ["-nh", option, "-aet", "SENDER", "-aec", "ARIANE", ...address(), ...part];
            expect((await dcmtk("storescu", args)).output.match(/^[EF]:.*/gm)).toBeNull();
          }
        await settleSpool(actor);
      };
      const before = await totals();
      await sendAll();
      const after = await totals();
      expect((after.received ?? 0) - (before.received ?? 0)).toBe(count);
      expect(after.waiting).toBe(0);
      expect((after.stored ?? 0) - (before.stored ?? 0)).toBeGreaterThan(count / 2);
      for (let again = 2; again <= times; again++) await sendAll();
      const end = await totals();
      expect((end.received ?? 0) - (before.received ?? 0)).toBe(times * count);
      expect(end.stored).toBe(after.stored);
    },
  );

  test(
    "counts are exact with many senders at once, shuffled, cut and sent again",
    { timeout: 180_000 },
    async () => {
      const before = await totals();
      const senders = Array.from({ length: 20 }, (_, sender) => {
        for (let slice = 1; slice <= 5; slice++)
          write(
            `${sender}/${(slice * 7) % 5}.dcm`,
            syntheticInstance({
              study: String(7000 + (sender % 4)),
              series: String(sender),
              slice,
              patientId: `MANY${sender % 4}`,
            }),
          );
        return join(folder, String(sender));
      });
      const results = await Promise.all(senders.map((path) => send(path)));
      expect(results.every(({ code }) => code === 0)).toBe(true);
      await settleSpool(actor);
      const after = await totals();
      expect((after.received ?? 0) - (before.received ?? 0)).toBe(100);
      expect((after.stored ?? 0) - (before.stored ?? 0)).toBe(100);
      await Promise.all([...senders].reverse().map((path) => send(path)));
      await settleSpool(actor);
      expect((await totals()).stored).toBe(after.stored);
    },
  );

  /** An association that a test drives byte by byte. */
  async function associate(calling = "SENDER"): Promise<{ socket: Socket; reader: PduReader }> {
    const socket = connect(receiver.port, "127.0.0.1");
    socket.on("error", () => undefined);
    const reader = new PduReader(socket as AsyncIterable<Buffer>, 1 << 20);
    const contexts = [{ id: 1, abstractSyntax: MR, transferSyntaxes: [EXPLICIT] }];
    socket.write(
      associateRequest({ calledTitle: "ARIANE", callingTitle: calling, contexts, roles: [] }, OWN),
    );
    expect((await reader.next())?.type).toBe(PDU.associateAccept);
    return { socket, reader };
  }

  /** C-STORE-RQ as bytes (PS3.7 9.3.1). */
  function storeCommand(sopInstance: string): Buffer {
    const element = (number: number, value: Buffer) => {
      const head = Buffer.alloc(8);
      head.writeUInt16LE(number, 2);
      head.writeUInt32LE(value.length, 4);
      return Buffer.concat([head, value]);
    };
    const short = (value: number) => Buffer.from([value & 0xff, value >> 8]);
    const uid = (value: string) => Buffer.from(value.length % 2 ? `${value}\0` : value);
    return Buffer.concat([
      element(0x0002, uid(MR)),
      element(0x0100, short(0x0001)),
      element(0x0110, short(1)),
      element(0x0700, short(0)),
      element(0x0800, short(0)),
      element(0x1000, uid(sopInstance)),
    ]);
  }

  test("a connection that is cut within an object leaves nothing, and a slow peer stops nobody", async () => {
    const before = await totals();
    const { socket } = await associate();
    for (const pdu of dataPdus(1, true, storeCommand("1.2.3.4.5"), 16_384)) socket.write(pdu);
    const [half] = dataPdus(1, false, Buffer.alloc(40_000), 16_384);
    socket.write(half ?? "");
    // While that peer waits in the middle of its object, another sends one.
    expect(
      (await send(write("one.dcm", syntheticInstance({ study: "7100", patientId: "SLOW1" })))).code,
    ).toBe(0);
    socket.destroy();
    while (receiver.associations() > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await settleSpool(actor);
    const after = await totals();
    expect((after.received ?? 0) - (before.received ?? 0)).toBe(1);
    expect(await db().spoolItem.count()).toBe(0);
  });

  test("bytes that are no DICOM, or lie about their length, end their own connection only", async () => {
    const hostile = [
      Buffer.from("GET / HTTP/1.1\r\n\r\n"),
      Buffer.from([1, 0, 0xff, 0xff, 0xff, 0xff]),
      Buffer.from([4, 0, 0, 0, 0, 10]),
      Buffer.alloc(4096, 0x41),
      Buffer.from([1, 0, 0, 0, 0, 4, 0, 1, 0, 0]),
    ];
    await Promise.all(
      hostile.map(
        (bytes) =>
          new Promise<void>((resolve) => {
            const socket = connect(receiver.port, "127.0.0.1", () => socket.write(bytes));
            socket.on("error", () => undefined);
            socket.on("close", () => resolve());
            socket.resume();
            setTimeout(() => socket.end(), 200);
          }),
      ),
    );
    const { socket, reader } = await associate();
    // A PDV longer than its PDU, then garbage as a command.
    socket.write(Buffer.from([4, 0, 0, 0, 0, 6, 0, 0, 0xff, 0xff, 1, 3]));
    expect((await reader.next())?.type).toBe(PDU.abort);
    expect((await dcmtk("echoscu", ["-aet", "SENDER", "-aec", "ARIANE", ...address()])).code).toBe(0);
  });

  test("an object that is too large, and one without room, are refused with their code; the next is taken", async () => {
    const small = await startReceiver({ ...options(), maxObjectBytes: 1000 });
    try {
      const path = write("large.dcm", syntheticInstance({ study: "7200", patientId: "LARGE1" }));
      const args = ["-v", "-aet", "SENDER", "-aec", "ARIANE", ...address(small.port), path];
      expect((await dcmtk("storescu", args)).output).toMatch(/a700|OutOfResources/i);
    } finally {
      await small.close(0);
    }
    overrideEnv({ ARIANE_MIN_FREE_BYTES: String(2 ** 50) });
    const path = write("full.dcm", syntheticInstance({ study: "7201", patientId: "FULL11" }));
    const args = ["-v", "-aet", "SENDER", "-aec", "ARIANE", ...address(), path];
    expect((await dcmtk("storescu", args)).output).toMatch(/a700|OutOfResources/i);
    overrideEnv({ ARIANE_MIN_FREE_BYTES: "0" });
    expect((await send(path)).code).toBe(0);
    expect(await settleSpool(actor)).toBe(1);
  });

  test("no query and no retrieve on this port", async () => {
    const { output } = await dcmtk("findscu", [
      "-v",
      "-S",
      "-k",
      "QueryRetrieveLevel=STUDY",
      "-aet",
      "SENDER",
      "-aec",
      "ARIANE",
      ...address(),
    ]);
    expect(output).toMatch(/No (?:Acceptable )?Presentation Context/i);
  });

  test("with TLS, a peer needs its certificate", { timeout: 60_000 }, async () => {
    const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
    openssl(
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      "ca.key",
      "-out",
      "ca.pem",
      "-subj",
      "/CN=ca",
      "-days",
      "2",
    );
    for (const name of ["server", "client", "other"]) {
      openssl(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        `${name}.key`,
        "-out",
        `${name}.csr`,
        "-subj",
        `/CN=${name}`,
      );
      openssl(
        "x509",
        "-req",
        "-in",
        `${name}.csr`,
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-out",
        `${name}.pem`,
        "-days",
        "2",
      );
    }
    const at = (name: string) => join(folder, name);
    const { fingerprint256 } = new X509Certificate(readFileSync(at("client.pem")));
    await db().peer.create({
      data: {
        siteId,
        name: "tls",
        aeTitle: "SECURE",
        certificate: new Uint8Array(Buffer.from(fingerprint256.replaceAll(":", ""), "hex")),
      },
    });
    const secure = await startReceiver({
      ...options(),
      tls: { key: at("server.key"), cert: at("server.pem"), ca: at("ca.pem") },
    });
    try {
      const echo = (...how: string[]) =>
        dcmtk("echoscu", [...how, "-aet", "SECURE", "-aec", "ARIANE", ...address(secure.port)]);
      const as = (name: string) => ["+tls", at(`${name}.key`), at(`${name}.pem`), "+cf", at("ca.pem")];
      expect((await echo(...as("client"))).code).toBe(0);
      // Of the same authority, but another's.
      expect((await echo(...as("other"))).output).toMatch(/Calling AE Title Not Recognized/i);
      expect((await echo()).code).not.toBe(0);
    } finally {
      await secure.close(0);
    }
  });
});
