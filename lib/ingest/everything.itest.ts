import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { migrateQueue } from "@/lib/platform/queue";
import { sharedData } from "@/lib/platform/testing/shared-data";
import { givenItems } from "./doors/folder";
import { ingestFiles, type IngestResult } from "./ingest-files";
import type { FileFate } from "./rules/reasons";
import { EXPECTED_FATES, expectedFateOf } from "./testing/expected-fates";

const data = sharedData();
const actor = systemActor("test");

async function ingestAll(): Promise<{ result: IngestResult; fates: Map<string, FileFate> }> {
  const fates = new Map<string, FileFate>();
  const result = await ingestFiles(actor, {
    items: givenItems([data ?? ""]),
    door: "folder",
    siteCode: "LOCAL",
    onFate: (label, fate) => fates.set(label, fate),
  });
  return { result, fates };
}

describe.skipIf(!data)("everything that was given", () => {
  let database: TestDatabase;
  let first: Awaited<ReturnType<typeof ingestAll>>;

  beforeAll(async () => {
    database = await testDatabase();
    await migrateQueue();
    const t = Date.now();
    first = await ingestAll();
    console.log("ingest", Date.now() - t, JSON.stringify(first.result.counts));
  }, 300_000);
  afterAll(() => database?.stop());

  test("meets the fate that the table says, file by file", () => {
    const wrong = [...first.fates].flatMap(([label, { fate, reason }]) => {
      const expected = expectedFateOf(label);
      return expected?.fate === fate && expected.reason === reason
        ? []
        : [`${label}: ${fate} ${reason}, not ${expected?.fate} ${expected?.reason}`];
    });
    expect(wrong).toEqual([]);
    const perRow = new Map(EXPECTED_FATES.map((row) => [row, 0]));
    for (const label of first.fates.keys()) {
      const row = expectedFateOf(label);
      if (row) perRow.set(row, (perRow.get(row) ?? 0) + 1);
    }
    for (const [row, files] of perRow) expect(`${row.path} ${files}`).toBe(`${row.path} ${row.files}`);
  });
});
