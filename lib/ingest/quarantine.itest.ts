import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { drainQueue, migrateQueue } from "@/lib/platform/queue";
import { objectStore } from "@/lib/platform/store";
import { MOST_AT_ONCE } from "./carry-out";
import { countHeld } from "./count-held";
import { dropHeldCreators } from "./drop-held-creators";
import { eraseHeldFiles } from "./erase-held";
import { expireQuarantine } from "./expire-quarantine";
import { heldKey } from "./held-key";
import { type HeldGroupView, listHeldGroups } from "./list-held-groups";
import { mapHeldScanner } from "./map-held-scanner";
import { openRun, type OpenRun } from "./open-run";
import { receiveObject } from "./receive-object";
import { releaseHeldFiles } from "./release-held";
import { settleSpool } from "./settle-spool";
import { type SyntheticInstance, syntheticInstance } from "./testing/synthetic-instance";
import { workQuarantineTask } from "./work-quarantine-task";

const actor = systemActor("test");
let database: TestDatabase;
let next = 0;
let site: { id: string; code: string };

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
});
afterAll(() => database?.stop());

/** Every test has a site, a patient, a study and a scanner of its own. */
let own: SyntheticInstance;
beforeEach(async () => {
  next += 1;
  own = { patientId: `SYN-Q${next}`, study: String(next * 100), serial: `88${next}00`, field: "" };
  site = await db().site.create({
    data: { code: `SITE${next}`, name: `Site ${next}`, city: "Lens" },
    select: { id: true, code: true },
  });
});

async function receive(...instances: SyntheticInstance[]): Promise<OpenRun> {
  const run = await openRun(actor, { door: "folder", siteCode: site.code });
  let ordinal = 0;
  for (const instance of instances)
    await receiveObject(actor, run, {
      content: syntheticInstance({ ...own, ...instance }),
      ordinal: ordinal++,
    });
  return run;
}

async function account(runId: string) {
  const { outcomes, ...counts } = await db().ingestRun.findUniqueOrThrow({
    where: { id: runId },
    select: {
      received: true,
      waiting: true,
      stored: true,
      duplicate: true,
      quarantined: true,
      refused: true,
      outcomes: { select: { fate: true, reason: true, count: true }, orderBy: { reason: "asc" } },
    },
  });
  // What the outcomes say is what the account says.
  for (const fate of ["stored", "duplicate", "quarantined", "refused"] as const) {
    const told = outcomes.filter((row) => row.fate === fate).reduce((sum, row) => sum + row.count, 0);
    expect(told, fate).toBe(counts[fate]);
  }
  return counts;
}

async function group(reason: string): Promise<HeldGroupView> {
  const { groups } = await listHeldGroups(actor);
  const found = groups.filter((one) => one.siteId === site.id && one.reason === reason);
  expect(found).toHaveLength(1);
  return found[0] as HeldGroupView;
}

const slices = (count: number) => Array.from({ length: count }, (_, index) => ({ slice: index + 1 }));
const settled = { received: 0, waiting: 0, stored: 0, duplicate: 0, quarantined: 0, refused: 0 };

describe("files of an unknown scanner", () => {
  test("are grouped by what names it, mapped once, flow on, and later ones need no decision", async () => {
    const run = await receive(...slices(3));
    await settleSpool(actor, { run });
    const held = await group("unknown-scanner");
    expect(held).toMatchObject({ manufacturer: "Siemens", model: "Prisma fit", count: 3 });
    expect(held.decisions).toEqual(["scanner", "retry", "erase"]);
    expect(await countHeld(actor, { ...held, decision: "scanner" })).toBe(3);

    const scanner = {
      kind: "new",
      siteId: site.id,
      manufacturer: "Siemens",
      model: "MAGNETOM Vida",
      fieldStrengthTesla: 3,
      label: null,
      silentAfterHours: null,
    } as const;
    const outcome = await mapHeldScanner(actor, { ...held, scanner });
    expect(outcome).toMatchObject({ files: 3, taskId: null });
    expect(await account(run.id)).toEqual({ ...settled, received: 3, waiting: 3 });
    await settleSpool(actor, { run });
    expect(await account(run.id)).toEqual({ ...settled, received: 3, stored: 3 });
    expect(await db().exam.count({ where: { scannerId: outcome.scannerId } })).toBe(1);

    const later = await receive({ slice: 9, study: String(next * 100 + 1) });
    await settleSpool(actor, { run: later });
    expect(await account(later.id)).toEqual({ ...settled, received: 1, stored: 1 });
    // Another scanner that also does not tell its field is another decision.
    const other = await receive({ slice: 9, study: String(next * 100 + 2), serial: "ANOTHER" });
    await settleSpool(actor, { run: other });
    expect(await account(other.id)).toEqual({ ...settled, received: 1, quarantined: 1 });
    // A person entered it: nobody has to be told.
    expect(await db().notice.count({ where: { siteId: site.id, kind: "scanner-registered" } })).toBe(0);
  });

  test("a later decision replaces an earlier one", async () => {
    const scanner = (model: string) =>
      db().scanner.create({
        data: { siteId: site.id, manufacturer: "Siemens", model, fieldStrengthTesla: 1.5 },
      });
    const [first, second] = [await scanner("Aera"), await scanner("Avanto")];
    for (const { id: scannerId } of [first, second]) {
      const run = await receive({ study: String(next * 100 + 3), serial: "MOVED" });
      await db().scannerAlias.deleteMany({ where: { scannerId: first.id } });
      await settleSpool(actor, { run });
      const held = await group("unknown-scanner");
      await mapHeldScanner(actor, { ...held, scanner: { kind: "known", scannerId } });
      if (scannerId === second.id) await settleSpool(actor, { run });
      else await db().ingestRun.delete({ where: { id: run.id } });
    }
    expect(await db().exam.count({ where: { scannerId: second.id } })).toBe(1);
  });

  test("a scanner entered by hand takes files whose model is spelt otherwise", async () => {
    const { id } = await db().scanner.create({
      data: { siteId: site.id, manufacturer: "Siemens", model: "MAGNETOM Prisma Fit", fieldStrengthTesla: 3 },
    });
    const run = await receive({ slice: 1, field: "30000" });
    await settleSpool(actor, { run });
    expect(await db().exam.count({ where: { scannerId: id } })).toBe(1);
    expect(await db().scanner.count({ where: { siteId: site.id } })).toBe(1);
  });
});

describe("private creators that no list knows", () => {
  test("are dropped by one decision; files that have others too stay held", async () => {
    const [known, other] = ["aa".repeat(32), "bb".repeat(32)];
    const run = await receive(...slices(3));
    await settleSpool(actor, { run });
    const rows = await db().quarantine.findMany({ where: { runId: run.id }, orderBy: { heldAt: "asc" } });
    await db().ingestOutcome.updateMany({
      where: { runId: run.id },
      data: { reason: "unknown-private-creator" },
    });
    for (const [index, { id }] of rows.entries())
      await db().quarantine.update({
        where: { id },
        data: {
          reason: "unknown-private-creator",
          attributes: ["(0029,0010)"],
          context: { creatorHashes: index === 2 ? [known, other] : [known] },
        },
      });
    const { groups } = await listHeldGroups(actor);
    const held = groups.find((one) => one.siteId === site.id && one.creators === 1) as HeldGroupView;
    expect(held.count).toBe(2);
    expect(await countHeld(actor, { ...held, decision: "creators" })).toBe(2);
    expect(await dropHeldCreators(actor, held)).toEqual({ files: 2, taskId: null });
    expect(await account(run.id)).toEqual({ ...settled, received: 3, waiting: 2, quarantined: 1 });
    const dropped = await db().droppedCreator.findMany();
    expect(dropped.map(({ creatorHash }) => Buffer.from(creatorHash).toString("hex"))).toEqual([known]);
    // The other creator completes what was dropped before: the third file goes by a decision about it alone.
    const rest = await group("unknown-private-creator");
    expect(await dropHeldCreators(actor, rest)).toEqual({ files: 1, taskId: null });
    expect(await account(run.id)).toEqual({ ...settled, received: 3, waiting: 3 });
  });
});

describe("trying again and erasing", () => {
  test("a released file that is still no good is held again under its id, and the giver sees its last fate", async () => {
    const run = await receive(...slices(2));
    await settleSpool(actor, { run });
    const before = await db().quarantine.findMany({ where: { runId: run.id }, select: { id: true } });
    await releaseHeldFiles(actor, await group("unknown-scanner"));
    expect(await db().ingestFate.count({ where: { runId: run.id } })).toBe(0);
    await settleSpool(actor, { run });
    const after = await db().quarantine.findMany({ where: { runId: run.id }, select: { id: true } });
    expect(new Set(after.map(({ id }) => id))).toEqual(new Set(before.map(({ id }) => id)));
    const fates = await db().ingestFate.findMany({ where: { runId: run.id }, orderBy: { ordinal: "asc" } });
    expect(fates.map(({ ordinal, fate }) => [ordinal, fate])).toEqual([
      [0, "quarantined"],
      [1, "quarantined"],
    ]);
    expect(await account(run.id)).toEqual({ ...settled, received: 2, quarantined: 2 });
  });

  test("what no rule lets pass can only be erased: bytes are gone, the count stays", async () => {
    const run = await receive({ burnedIn: "YES" });
    await settleSpool(actor, { run });
    const held = await group("burned-in-annotation");
    expect(held.decisions).toEqual(["erase"]);
    await expect(releaseHeldFiles(actor, held)).rejects.toMatchObject({ code: "conflict" });
    const { id } = await db().quarantine.findFirstOrThrow({ where: { runId: run.id } });
    expect(await objectStore().has(heldKey(id))).toBe(true);
    expect(await eraseHeldFiles(actor, held)).toEqual({ files: 1, taskId: null });
    expect(await objectStore().has(heldKey(id))).toBe(false);
    expect(await account(run.id)).toEqual({ ...settled, received: 1, quarantined: 1 });
    await expect(eraseHeldFiles(actor, held)).rejects.toMatchObject({ code: "not-found" });
    expect((await db().quarantine.findUniqueOrThrow({ where: { id } })).erasedAt).not.toBeNull();
  });

  test("held files expire after the days that are set, younger ones do not", async () => {
    const run = await receive(...slices(2));
    await settleSpool(actor, { run });
    const [old, young] = await db().quarantine.findMany({ where: { runId: run.id } });
    await db().quarantine.update({
      where: { id: old?.id ?? "" },
      data: { heldAt: new Date(Date.now() - 91 * 86_400_000) },
    });
    expect(await expireQuarantine(actor)).toBe(1);
    expect(await expireQuarantine(actor)).toBe(0);
    expect(await objectStore().has(heldKey(old?.id ?? ""))).toBe(false);
    expect(await objectStore().has(heldKey(young?.id ?? ""))).toBe(true);
  });

  test("deciding while others settle and decide the same never breaks the account", async () => {
    const runs = [
      await receive(...slices(12)),
      await receive(...slices(12).map((s) => ({ ...s, pixel: 7 }))),
    ];
    await settleSpool(actor);
    const released = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        if (index % 2 === 0) return settleSpool(actor).then(() => 0);
        return releaseHeldFiles(actor, await group("unknown-scanner")).then(
          ({ files }) => files,
          (error: { code: string }) => (expect(error.code).toBe("not-found"), 0),
        );
      }).map((work) => work.catch((error: unknown) => (expect(error).toBeUndefined(), 0))),
    );
    expect(released.reduce((sum, files) => sum + files, 0)).toBeGreaterThanOrEqual(24);
    await settleSpool(actor);
    for (const { id } of runs)
      expect(await account(id)).toEqual({ ...settled, received: 12, quarantined: 12 });
    expect(await db().quarantine.count({ where: { siteId: site.id } })).toBe(24);
  });

  test("a large decision goes on as a job, part by part, and takes no file twice", async () => {
    const run = await receive();
    const total = MOST_AT_ONCE + 37;
    await db().quarantine.createMany({
      data: Array.from({ length: total }, (_, index) => ({
        runId: run.id,
        siteId: site.id,
        reason: "malformed",
        attributes: [],
        byteCount: 1n,
        digest: new Uint8Array(Buffer.from(`${next}-${index}`)),
      })),
    });
    await db().ingestOutcome.create({
      data: { runId: run.id, fate: "quarantined", reason: "malformed", count: total },
    });
    await db().ingestRun.update({ where: { id: run.id }, data: { received: total, quarantined: total } });
    const outcome = await releaseHeldFiles(actor, await group("malformed"));
    expect(outcome).toMatchObject({ files: total, taskId: expect.any(String) });
    const { tasks } = await listHeldGroups(actor);
    expect(tasks).toMatchObject([{ kind: "release", done: 0, total }]);
    // One that is held after the decision is not concerned.
    await inTransaction(async (tx) => {
      await tx.quarantine.create({
        data: {
          runId: run.id,
          siteId: site.id,
          reason: "malformed",
          byteCount: 1n,
          digest: new Uint8Array(Buffer.from(`${next}-late`)),
          heldAt: new Date(Date.now() + 60_000),
        },
      });
      await tx.ingestOutcome.updateMany({ where: { runId: run.id }, data: { count: { increment: 1 } } });
      await tx.ingestRun.update({
        where: { id: run.id },
        data: { received: { increment: 1 }, quarantined: { increment: 1 } },
      });
    });
    const work = vi.fn(({ taskId }: { taskId: string }) => workQuarantineTask(actor, taskId));
    await drainQueue({ "quarantine.work": work });
    expect(work).toHaveBeenCalledTimes(1);
    expect(await account(run.id)).toEqual({
      ...settled,
      received: total + 1,
      waiting: total,
      quarantined: 1,
    });
    expect((await listHeldGroups(actor)).tasks).toEqual([]);
    await workQuarantineTask(actor, outcome.taskId ?? "");
    expect(await db().spoolItem.count({ where: { runId: run.id } })).toBe(total);
    await db().ingestRun.delete({ where: { id: run.id } });
  });
});
