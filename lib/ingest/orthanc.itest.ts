import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
import { hasOrthanc, type Orthanc, startOrthanc } from "./testing/orthanc";
import { syntheticInstance } from "./testing/synthetic-instance";

const actor = systemActor("test");
const reportSchema = z.object({ Status: z.string() });

describe.skipIf(!hasOrthanc())("Orthanc as a sender", () => {
  let database: TestDatabase;
  let receiver: Receiver;
  let orthanc: Orthanc;

  beforeAll(async () => {
    database = await testDatabase();
    overrideEnv({ ARIANE_MIN_FREE_BYTES: "0" });
    await migrateQueue();
    const site = await findOrMakeSite(db(), "LOCAL");
    receiver = await listeningReceiver(actor);
    orthanc = await startOrthanc(receiver.port);
    await db().peer.create({
      data: {
        siteId: site?.id ?? "",
        name: "PACS",
        aeTitle: "ORTHANC",
        addresses: ["127.0.0.1"],
        commitHost: "127.0.0.1",
        commitPort: orthanc.dicomPort,
      },
    });
  });
  afterAll(async () => {
    orthanc?.stop();
    await receiver?.close(0);
    await database?.stop();
  });

  async function post<T>(path: string, schema: z.ZodType<T>, body: Uint8Array | object): Promise<T> {
    const answer = await orthanc.tryPost(path, schema, body);
    if (answer === null) throw new Error(`Orthanc refuses ${path}`);
    return answer;
  }

  const answer = () =>
    answerCommitments(actor, ({ aeTitle, ...address }, eventType, report) =>
      sendEventReport(
        { ...address, calledTitle: aeTitle, callingTitle: "ARIANE", tls: null },
        eventType,
        report,
      ),
    );

  const statusOf = async (transaction: string) =>
    (await orthanc.get(`/storage-commitment/${transaction}`, reportSchema)).Status;

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
