import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { findOrMakeSite } from "@/lib/network/register-scanner-store";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { overrideEnv } from "@/lib/platform/env";
import { migrateQueue } from "@/lib/platform/queue";
import { sharedData } from "@/lib/platform/testing/shared-data";
import type { Receiver } from "./doors/dimse/server";
import { savePeer } from "./save-peer";
import { settleSpool } from "./settle-spool";
import { listeningReceiver, plainPeer } from "./testing/listening-receiver";
import { hasDcmtk, runProgram } from "./testing/network-tools";
import { sendableFiles } from "./testing/sendable-files";
import { syntheticInstance } from "./testing/synthetic-instance";

const actor = systemActor("test");
const data = sharedData();

describe.skipIf(!hasDcmtk())("the receiver", () => {
  let database: TestDatabase;
  let receiver: Receiver;
  let folder: string;

  beforeAll(async () => {
    database = await testDatabase();
    overrideEnv({ ARIANE_MIN_FREE_BYTES: "0" });
    await migrateQueue();
    const site = await findOrMakeSite(db(), "LOCAL");
    await savePeer(actor, plainPeer(site?.id ?? "", "SENDER"));
    receiver = await listeningReceiver(actor);
  });
  afterAll(async () => {
    await receiver?.close(0);
    await database?.stop();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "ariane-scu-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const address = () => ["127.0.0.1", String(receiver.port)];
  const send = (...files: string[]) =>
    runProgram("/usr/bin/storescu", [
      "-aet",
      "SENDER",
      "-aec",
      "ARIANE",
      "+sd",
      "+r",
      "-R",
      ...address(),
      ...files,
    ]);
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

  test.skipIf(!data)(
    "takes over as many given objects as were sent, in every transfer syntax, and once more",
    { timeout: 300_000 },
    async () => {
      const cases = [
        "g09_siemens_terrax_7t_enhanced",
        "g13_transfer_syntaxes",
        "g17_siemens_prisma_mosaic_sagittal",
      ];
      const files = sendableFiles(data ?? "", cases).filter(({ option }) => option !== null);
      const options = new Set(files.map(({ option }) => option ?? ""));
      expect(files.length).toBeGreaterThan(30);
      expect(options.size).toBeGreaterThan(5);
      const sendAll = async () => {
        for (const option of options) {
          const paths = files.filter((file) => file.option === option).map(({ path }) => path);
          const args = ["-nh", option, "-aet", "SENDER", "-aec", "ARIANE", ...address(), ...paths];
          expect((await runProgram("/usr/bin/storescu", args)).output.match(/^[EF]:.*/gm)).toBeNull();
        }
        await settleSpool(actor);
      };
      const before = await totals();
      await sendAll();
      const after = await totals();
      expect((after.received ?? 0) - (before.received ?? 0)).toBe(files.length);
      expect(after.waiting).toBe(0);
      expect((after.stored ?? 0) - (before.stored ?? 0)).toBeGreaterThan(files.length / 2);
      await sendAll();
      const end = await totals();
      expect((end.received ?? 0) - (before.received ?? 0)).toBe(2 * files.length);
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
});
