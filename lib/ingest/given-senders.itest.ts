import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { systemActor } from "@/lib/access/actor";
import { uidHash } from "@/lib/deid/identity";
import { findOrMakeSite } from "@/lib/network/register-scanner-store";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { env, overrideEnv } from "@/lib/platform/env";
import { migrateQueue } from "@/lib/platform/queue";
import { secrets } from "@/lib/platform/secrets";
import { sharedData } from "@/lib/platform/testing/shared-data";
import { answerCommitments } from "./answer-commitments";
import { sendEventReport } from "./doors/dimse/event-report";
import type { Receiver } from "./doors/dimse/server";
import { savePeer } from "./save-peer";
import { settleSpool } from "./settle-spool";
import { listeningReceiver, plainPeer } from "./testing/listening-receiver";
import { hasDcmtk } from "./testing/network-tools";
import { hasOrthanc, type Orthanc, startOrthanc } from "./testing/orthanc";
import { type SendableFile, sendableFiles } from "./testing/sendable-files";

const actor = systemActor("test");
const data = sharedData();
const TIMES = 5;
const SENDERS = Array.from({ length: 20 }, (_, index) => `SENDER${index}`);
/** The one whose connections are cut. */
const CUT = "CUT";
/** In the first object, and after several; in the middle of one, as it falls. */
const CUT_AFTER_BYTES = [20_000, 700_000, 3_000_000];

/** Deterministic: a failure can be seen again. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed;
  const keyed = items.map((item) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return { item, key: state };
  });
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

// Every given object, over the network: minutes, so in the long form only.
describe.skipIf(!data || !hasDcmtk() || !env().testLong)(
  "every given object, sent by others' programs",
  () => {
    let database: TestDatabase;
    let receiver: Receiver;
    let files: SendableFile[];

    beforeAll(async () => {
      database = await testDatabase();
      overrideEnv({ ARIANE_MIN_FREE_BYTES: "0" });
      await migrateQueue();
      const site = await findOrMakeSite(db(), "LOCAL");
      for (const title of [...SENDERS, CUT]) await savePeer(actor, plainPeer(site?.id ?? "", title));
      receiver = await listeningReceiver(actor);
      const cases = readdirSync(data ?? "").filter((name) => /^g\d\d_/.test(name));
      files = sendableFiles(data ?? "", cases);
    });
    afterAll(async () => {
      await receiver?.close(0);
      await database?.stop();
    });

    /** storescu with these files, of one transfer syntax. */
    const storescu = (title: string, option: string, paths: readonly string[], port = receiver.port) =>
      spawn(
        "/usr/bin/storescu",
        ["-v", "-nh", "-R", option, "-aet", title, "-aec", "ARIANE", "127.0.0.1", String(port), ...paths],
        { stdio: ["ignore", "pipe", "pipe"] },
      );
    const ended = (child: ChildProcess) =>
      new Promise<string>((resolve) => {
        let output = "";
        for (const stream of [child.stdout, child.stderr])
          stream?.on("data", (chunk: Buffer) => (output += chunk.toString("latin1")));
        child.once("close", () => resolve(output));
      });
    const acknowledged = (output: string) =>
      output.match(/Received Store Response \(Success\)/g)?.length ?? 0;

    /** One sender sends its share, one association for each transfer syntax. @returns how many were acknowledged */
    async function sendShare(title: string, share: readonly SendableFile[]): Promise<number> {
      let count = 0;
      for (const option of new Set(share.map((file) => file.option ?? ""))) {
        const paths = share.filter((file) => file.option === option).map(({ path }) => path);
        count += acknowledged(await ended(storescu(title, option, paths)));
      }
      return count;
    }

    /** A sender whose connection is cut after so many bytes. @returns how many were acknowledged, of how many */
    async function sendAndCut(share: readonly SendableFile[], afterBytes: number): Promise<[number, number]> {
      const between = createServer((socket) => {
        const onward = connect(receiver.port, "127.0.0.1");
        let seen = 0;
        socket.on("data", (chunk) => {
          seen += chunk.length;
          if (seen < afterBytes) return;
          socket.destroy();
          onward.resetAndDestroy();
        });
        for (const end of [socket, onward]) end.on("error", () => undefined);
        socket.pipe(onward);
        onward.pipe(socket);
      });
      between.listen(0, "127.0.0.1");
      await once(between, "listening");
      const address = between.address();
      const option = share[0]?.option ?? "";
      const paths = share.filter((file) => file.option === option).map(({ path }) => path);
      const port = typeof address === "object" && address ? address.port : 0;
      const output = await ended(storescu(CUT, option, paths, port));
      between.close();
      return acknowledged(output);
    }

    async function accountOf(titles: readonly string[]) {
      const { _sum } = await db().ingestRun.aggregate({
        where: { peer: { aeTitle: { in: [...titles] } } },
        _sum: {
          received: true,
          waiting: true,
          stored: true,
          duplicate: true,
          quarantined: true,
          refused: true,
        },
      });
      return {
        received: _sum.received ?? 0,
        waiting: _sum.waiting ?? 0,
        stored: _sum.stored ?? 0,
        duplicate: _sum.duplicate ?? 0,
        quarantined: _sum.quarantined ?? 0,
        refused: _sum.refused ?? 0,
      };
    }

    test(
      "twenty senders at once, shuffled, with cut connections, five times over: the counts are exact",
      { timeout: 3_000_000 },
      async () => {
        const sendable = files.filter(({ option }) => option !== null);
        expect(sendable.length).toBeGreaterThan(1_500);
        const rounds: Record<string, number>[] = [];
        let cutAcknowledged = 0;
        let cuts = 0;
        for (let round = 1; round <= TIMES; round++) {
          const before = await accountOf(SENDERS);
          const order = shuffled(sendable, round);
          const shares = SENDERS.map((_, sender) =>
            order.filter((_, index) => index % SENDERS.length === sender),
          );
          const sending = SENDERS.map((title, sender) => sendShare(title, shares[sender] ?? []));
          const cutting = CUT_AFTER_BYTES.map((bytes, index) => sendAndCut(shares[index] ?? [], bytes));
          const answers = await Promise.all(sending);
          expect(answers.reduce((sum, count) => sum + count, 0)).toBe(sendable.length);
          for (const [count, given] of await Promise.all(cutting)) {
            expect(count).toBeLessThan(given);
            cutAcknowledged += count;
          }
          cuts += cutting.length;
          await settleSpool(actor);
          const after = await accountOf(SENDERS);
          expect(after.waiting).toBe(0);
          expect(after.received - before.received).toBe(sendable.length);
          rounds.push({
            known: after.stored + after.duplicate - before.stored - before.duplicate,
            quarantined: after.quarantined - before.quarantined,
            refused: after.refused - before.refused,
          });
          const all = await accountOf([...SENDERS, CUT]);
          expect(all.received).toBe(all.stored + all.duplicate + all.quarantined + all.refused);
          expect(all.stored).toBe(await db().instance.count());
        }
        // What each round said of the same objects is the same, and nothing was stored twice.
        for (const round of rounds) expect(round).toEqual(rounds[0]);
        const cut = await accountOf([CUT]);
        // An object may have been taken over whose acknowledgement did not reach the sender any more.
        expect(cut.received).toBeGreaterThanOrEqual(cutAcknowledged);
        expect(cut.received).toBeLessThanOrEqual(cutAcknowledged + cuts);
        expect(cut.received).toBeLessThan(cutGiven);
        expect(cut.received).toBeGreaterThan(0);
        const stored = await db().instance.count();
        expect(stored).toBeGreaterThan(sendable.length * 0.9);
        process.stdout.write(
          `${sendable.length} objects, ${TIMES} times, ${cuts} cuts: ${JSON.stringify(await accountOf([...SENDERS, CUT]))}, ${stored} instances\n`,
        );
      },
    );

    test.skipIf(!hasOrthanc())(
      "Orthanc sends what it holds and asks for its safety: it is told so of what is stored, and only of that",
      { timeout: 1_200_000 },
      async () => {
        const orthanc: Orthanc = await startOrthanc(receiver.port);
        try {
          const site = await findOrMakeSite(db(), "LOCAL");
          const address = { commitHost: "127.0.0.1", commitPort: orthanc.dicomPort };
          await savePeer(actor, plainPeer(site?.id ?? "", "ORTHANC", address));
          const held = new Map<string, string>();
          for (const { path, sopInstanceUid } of files) {
            const kept = await orthanc.tryPost(
              "/instances",
              z.object({ ID: z.string() }),
              readFileSync(path),
            );
            if (kept) held.set(kept.ID, sopInstanceUid);
          }
          expect(held.size).toBeGreaterThan(1_500);
          const { StorageCommitmentTransactionUID: transaction } = z
            .object({ StorageCommitmentTransactionUID: z.string() })
            .parse(
              await orthanc.tryPost("/modalities/ariane/store", z.unknown(), {
                Resources: [...held.keys()],
                StorageCommitment: true,
                Synchronous: true,
                Permissive: true,
              }),
            );
          await settleSpool(actor);
          const account = await accountOf(["ORTHANC"]);
          expect(account).toMatchObject({ received: held.size, waiting: 0 });
          await answerCommitments(actor, ({ aeTitle, ...to }, eventType, report) =>
            sendEventReport(
              { ...to, calledTitle: aeTitle, callingTitle: "ARIANE", tls: null },
              eventType,
              report,
            ),
          );
          const reference = z.object({ SOPInstanceUID: z.string() });
          const report = await orthanc.get(
            `/storage-commitment/${transaction}`,
            z.object({ Success: z.array(reference), Failures: z.array(reference) }),
          );
          const safe = new Set(report.Success.map(({ SOPInstanceUID }) => SOPInstanceUID));
          const uids = [...held.values()];
          const { uidKey } = secrets();
          const rows = await db().instance.findMany({ select: { uidHash: true } });
          const stored = new Set(rows.map(({ uidHash: hash }) => Buffer.from(hash).toString("hex")));
          const isStored = (uid: string) => stored.has(Buffer.from(uidHash(uidKey, uid)).toString("hex"));
          expect([...safe].sort()).toEqual(uids.filter(isStored).sort());
          expect(report.Failures.length).toBe(uids.filter((uid) => !isStored(uid)).length);
          process.stdout.write(
            `Orthanc: ${held.size} sent, ${safe.size} safe, ${report.Failures.length} not: ${JSON.stringify(account)}\n`,
          );
        } finally {
          orthanc.stop();
        }
      },
    );
  },
);
