import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { systemActor } from "@/lib/access/actor";
import { instanceKey } from "@/lib/catalogue/instance-key";
import { findOrMakeSite } from "@/lib/network/register-scanner-store";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { overrideEnv } from "@/lib/platform/env";
import { migrateQueue } from "@/lib/platform/queue";
import { answerCommitments } from "./answer-commitments";
import { sendEventReport } from "./doors/dimse/event-report";
import type { Receiver } from "./doors/dimse/server";
import { settleSpool } from "./settle-spool";
import { listeningReceiver } from "./testing/listening-receiver";
import { syntheticInstance } from "./testing/synthetic-instance";

const actor = systemActor("test");
const ORTHANC = ["/usr/sbin/Orthanc", "/usr/bin/Orthanc"].find((path) => existsSync(path));
const reportSchema = z.object({ Status: z.string() });

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

// Debian's Orthanc as a PACS that sends and asks whether it may delete: loopback only.
describe.skipIf(!ORTHANC)("Orthanc as a sender", () => {
  let database: TestDatabase;
  let receiver: Receiver;
  let orthanc: ChildProcess;
  let folder: string;
  let http: string;

  beforeAll(async () => {
    database = await testDatabase();
    overrideEnv({ ARIANE_MIN_FREE_BYTES: "0" });
    await migrateQueue();
    const site = await findOrMakeSite(db(), "LOCAL");
    receiver = await listeningReceiver(actor);
    folder = mkdtempSync(join(tmpdir(), "ariane-orthanc-"));
    const [dicomPort, httpPort] = [await freePort(), await freePort()];
    await db().peer.create({
      data: {
        siteId: site?.id ?? "",
        name: "PACS",
        aeTitle: "ORTHANC",
        addresses: ["127.0.0.1"],
        commitHost: "127.0.0.1",
        commitPort: dicomPort,
      },
    });
    const settings = join(folder, "orthanc.json");
    writeFileSync(
      settings,
      JSON.stringify({
        StorageDirectory: join(folder, "storage"),
        IndexDirectory: join(folder, "index"),
        DicomAet: "ORTHANC",
        DicomPort: dicomPort,
        HttpPort: httpPort,
        RemoteAccessAllowed: false,
        AuthenticationEnabled: false,
        DicomModalities: {
          ariane: { AET: "ARIANE", Host: "127.0.0.1", Port: receiver.port, AllowStorageCommitment: true },
        },
        Plugins: [],
      }),
    );
    orthanc = spawn(ORTHANC ?? "", [settings], { stdio: "ignore" });
    http = `http://127.0.0.1:${httpPort}`;
    for (let attempt = 0; attempt < 200 && !(await listens(httpPort)); attempt++) await setTimeout(100);
  });
  afterAll(async () => {
    orthanc?.kill("SIGKILL");
    await receiver?.close(0);
    await database?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  function listens(port: number): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
    });
  }

  async function post<T>(path: string, schema: z.ZodType<T>, body: Uint8Array | object): Promise<T> {
    const answer = await fetch(`${http}${path}`, {
      method: "POST",
      body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
    });
    expect(answer.ok, `${path} ${answer.status}`).toBe(true);
    return schema.parse(await answer.json());
  }

  const answer = () =>
    answerCommitments(actor, ({ aeTitle, ...address }, eventType, report) =>
      sendEventReport(
        { ...address, calledTitle: aeTitle, callingTitle: "ARIANE", tls: null },
        eventType,
        report,
      ),
    );

  async function statusOf(transaction: string): Promise<string> {
    const found = await fetch(`${http}/storage-commitment/${transaction}`);
    return reportSchema.parse(await found.json()).Status;
  }

  test("is told that its objects are safe once they are stored, and not before", async () => {
    const ids: string[] = [];
    for (const slice of [1, 2, 3]) {
      const bytes = syntheticInstance({ study: "8100", patientId: "PACS8100", slice });
      ids.push((await post("/instances", z.object({ ID: z.string() }), bytes)).ID);
    }
    const { StorageCommitmentTransactionUID: transaction } = await post(
      "/modalities/ariane/store",
      z.object({ StorageCommitmentTransactionUID: z.string() }),
      { Resources: ids, StorageCommitment: true, Synchronous: true },
    );
    expect(await db().spoolItem.count()).toBe(3);
    await answer();
    expect(await statusOf(transaction)).toBe("Pending");

    expect(await settleSpool(actor)).toBe(3);
    await db().storageCommitment.updateMany({ data: { dueAt: new Date(0) } });
    await answer();
    expect(await statusOf(transaction)).toBe("Success");
    // The scanner's own UIDs are gone with the answer.
    const [asked] = await db().storageCommitment.findMany();
    expect(existsSync(join(database.dataDir, "objects/held", asked?.id ?? ""))).toBe(false);
  });

  test("is told which objects are not", async () => {
    const [known] = await db().instance.findMany({ take: 1 });
    const ask = (instances: [string, string][]) =>
      post("/modalities/ariane/storage-commitment", z.object({ ID: z.string() }), {
        DicomInstances: instances,
      });
    const unknown = await ask([["1.2.840.10008.5.1.4.1.1.4", "1.2.826.0.1.3680043.9.7.1.404"]]);
    await answer();
    expect(await statusOf(unknown.ID)).toBe("Failure");

    // A stored object that was altered on the disk is not safe.
    const key = known ? instanceKey(known.seriesId, known) : "";
    writeFileSync(join(database.dataDir, "objects", key), "altered");
    const all = await ask(
      [1, 2, 3].map((slice) => ["1.2.840.10008.5.1.4.1.1.4", `1.2.826.0.1.3680043.9.7.1.8100.1.${slice}`]),
    );
    await answer();
    expect(await statusOf(all.ID)).toBe("Failure");
  });
});
