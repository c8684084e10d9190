import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
import type { Receiver } from "./doors/dimse/server";
import { savePeer } from "./save-peer";
import { settleSpool } from "./settle-spool";
import { listeningReceiver, plainPeer } from "./testing/listening-receiver";
import { hasDcmtk, runProgram } from "./testing/network-tools";
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
            expect((await runProgram("/usr/bin/storescu", args)).output.match(/^[EF]:.*/gm)).toBeNull();
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
});
