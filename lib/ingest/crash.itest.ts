import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { instanceKey } from "@/lib/catalogue/instance-key";
import { uidHash } from "@/lib/deid/identity";
import { parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { childEnv, env } from "@/lib/platform/env";
import { migrateQueue } from "@/lib/platform/queue";
import { repositoryRoot } from "@/lib/platform/root";
import { secrets } from "@/lib/platform/secrets";
import { checkCatalogue } from "./operations/check-catalogue";
import type { Finding } from "./operations/finding";
import { settleSpool } from "./settle-spool";
import { syntheticInstance } from "./testing/synthetic-instance";

const SLICES = [1, 2, 3, 4];
const actor = systemActor("test");

/** Deterministic: a failure names the step at which it can be seen again. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
}

// Durability is promised on PostgreSQL: the embedded database does not fsync.
describe.skipIf(env().testDatabase === "embedded")("a process that dies", () => {
  let database: TestDatabase;
  let study = 5000;
  beforeAll(async () => {
    database = await testDatabase();
    await migrateQueue();
  });
  afterAll(() => database?.stop());

  async function child(dieAt: number, of: string, slices: readonly number[]) {
    const argument = JSON.stringify({ dieAt, study: of, slices });
    const process_ = spawn(
      process.execPath,
      ["--import", "tsx", "lib/ingest/testing/crash-child.ts", argument],
      {
        cwd: repositoryRoot,
        env: childEnv({}),
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    let output = "";
    process_.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("latin1")));
    const signal = await new Promise<string | null>((resolve) =>
      process_.once("close", (_, by) => resolve(by)),
    );
    return {
      killed: signal === "SIGKILL",
      acknowledged: [...output.matchAll(/^ack (\d+)$/gm)].map(([, slice]) => Number(slice)),
      steps: Number(/^steps (\d+)$/m.exec(output)?.[1] ?? 0),
    };
  }

  /** Dies once, is started anew, and what was not acknowledged is sent again, as a sender would. */
  async function dieAndRecover(dieAt: number): Promise<boolean> {
    const own = String((study += 1));
    const first = await child(dieAt, own, SLICES);
    // What a dead process was busy with is free again once its lease ends.
    await db().$executeRaw`UPDATE "SpoolItem" SET "leasedUntil" = '-infinity'`;
    const again = SLICES.filter((slice) => !first.acknowledged.includes(slice));
    const second = await child(0, own, again);
    expect(second.killed).toBe(false);
    expect([...first.acknowledged, ...second.acknowledged].sort(), `step ${dieAt}`).toEqual(SLICES);
    await settleSpool(actor);

    for (const slice of SLICES) {
      const sent = syntheticInstance({ study: own, slice });
      const hash = new Uint8Array(
        uidHash(secrets().uidKey, parseDicom(sent).dataset.uid(TAG.SOPInstanceUID) ?? ""),
      );
      const row = await db().instance.findUniqueOrThrow({ where: { uidHash: hash } });
      const object = readFileSync(join(database.dataDir, "objects", instanceKey(row.seriesId, row)));
      expect(createHash("sha256").update(object).digest(), `step ${dieAt}`).toEqual(
        Buffer.from(row.objectSha256 ?? []),
      );
    }
    return first.killed;
  }

  /** Objects on disk that no row leads to. */
  async function orphans(): Promise<string[]> {
    const rows = await db().instance.findMany({
      select: { seriesId: true, uidHash: true, objectSha256: true },
    });
    const waiting = await db().spoolItem.findMany({ select: { id: true } });
    const held = await db().quarantine.findMany({ select: { id: true } });
    const known = new Set([
      ...rows.map((row) => instanceKey(row.seriesId, row)),
      ...[...waiting, ...held].map(({ id }) => `held/${id}`),
    ]);
    return readdirSync(join(database.dataDir, "objects"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(database.dataDir, "objects").length + 1))
      .filter((key) => !known.has(key));
  }

  async function fsck(mend: boolean): Promise<Finding[]> {
    const findings: Finding[] = [];
    await checkCatalogue(actor, { mend, deep: true, stopped: true }, (finding) => findings.push(finding));
    return findings;
  }

  test("at any durable step loses nothing that was acknowledged", { timeout: 3_600_000 }, async () => {
    const { steps } = await child(0, String((study += 1)), SLICES);
    expect(steps).toBeGreaterThan(40);
    const random = pseudoRandom(20_261_124);
    const every = Array.from({ length: steps }, (_, index) => index + 1);
    const chosen = env().testLong
      ? [...every, ...Array.from({ length: 100 }, () => 1 + Math.floor(random() * steps))]
      : Array.from({ length: 4 }, () => 1 + Math.floor(random() * steps));
    let deaths = 0;
    for (const dieAt of chosen) deaths += (await dieAndRecover(dieAt)) ? 1 : 0;
    // The two senders interleave differently each time, so the last steps may lie beyond a run's end.
    expect(deaths).toBeGreaterThan(chosen.length / 2);

    const runs = await db().ingestRun.findMany();
    for (const run of runs)
      expect(run.received).toBe(run.stored + run.duplicate + run.quarantined + run.refused);
    // Bytes whose sender was never told that they arrived may be left; nothing that a row should lead to.
    expect((await orphans()).filter((key) => !/^held\/|^\.tmp-/.test(key))).toEqual([]);
    expect((await fsck(true)).every(({ mended }) => mended)).toBe(true);
    expect(await orphans()).toEqual([]);
    expect(await fsck(false)).toEqual([]);
  });
});
