import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { searchCatalogue } from "@/lib/catalogue/search-catalogue";
import { DEFAULT_VIEW, EMPTY_QUERY } from "@/lib/catalogue/search-query";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { migrateQueue } from "@/lib/platform/queue";
import { objectStore } from "@/lib/platform/store";
import { closeRun } from "./close-run";
import { openRun } from "./open-run";
import { receiveObject } from "./receive-object";
import { settleSpool } from "./settle-spool";
import { BALLAST, canMount, fillUp, mountSmall } from "./testing/small-disk";
import { syntheticInstance } from "./testing/synthetic-instance";

const actor = systemActor("test");

describe.skipIf(!canMount())("a full disk", () => {
  let database: TestDatabase;
  let objects: string;
  let unmount: (() => void) | null = null;
  beforeAll(async () => {
    database = await testDatabase();
    await migrateQueue();
    objects = join(database.dataDir, "objects");
    unmount = mountSmall(objects);
  });
  afterAll(async () => {
    unmount?.();
    await database?.stop();
  });

  const files = () =>
    readdirSync(objects, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== BALLAST)
      .map((entry) => join(entry.parentPath, entry.name).slice(objects.length + 1));

  test("refuses what comes, keeps what came, and goes on when there is room again", async () => {
    const run = await openRun(actor, { door: "c-store", siteCode: "LOCAL" });
    const kept: string[] = [];
    for (const slice of [1, 2, 3])
      kept.push(await receiveObject(actor, run, { content: syntheticInstance({ study: "1", slice }) }));
    const makeRoom = fillUp(objects);

    const big = { content: Buffer.alloc(1 << 20, 1) };
    await expect(receiveObject(actor, run, big)).rejects.toMatchObject({ code: "storage-full" });
    // What waits cannot be stored either: it stays as it was received, and is not counted as tried.
    await expect(settleSpool(actor, { run })).rejects.toMatchObject({ code: "ENOSPC" });
    const received = () => files().filter((key) => key.startsWith("held/"));
    expect(received().sort()).toEqual(kept.map((id) => `held/${id}`).sort());
    expect(files().filter((key) => key.includes(".tmp-"))).toEqual([]);
    expect(await db().spoolItem.count({ where: { attempts: 0 } })).toBe(3);
    expect(await db().ingestRun.findUniqueOrThrow({ where: { id: run.id } })).toMatchObject({
      received: 3,
      waiting: 3,
      refused: 0,
    });
    expect(await searchCatalogue(actor, EMPTY_QUERY, DEFAULT_VIEW)).toMatchObject({ access: "rows" });
    expect((await objectStore().get(`held/${kept[0] ?? ""}`)).length).toBeGreaterThan(0);

    makeRoom();
    await receiveObject(actor, run, { content: syntheticInstance({ study: "1", slice: 4 }) });
    await closeRun(actor, run);
    expect(await settleSpool(actor, { run })).toBe(4);
    expect(await db().ingestRun.findUniqueOrThrow({ where: { id: run.id } })).toMatchObject({
      received: 4,
      waiting: 0,
      stored: 4,
    });
    expect(files().length).toBe(4);
    expect(files().every((key) => key.startsWith("instances/"))).toBe(true);
  });
});
