import { randomBytes } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { sharedData } from "@/lib/platform/testing/shared-data";
import { inspectionPool } from "./inspection/pool";
import { fuzz, fuzzOriginals } from "./testing/fuzz";

const data = sharedData();
const uidKey = randomBytes(32);

// The short form of `npm run fuzz`: the same seeds every time.
describe.skipIf(!data)("broken copies of the given files", () => {
  const pool = inspectionPool({ keys: { uidKey, linkageKey: uidKey } });
  afterAll(() => pool.close());

  test("get a fate each, and end no thread", async () => {
    const originals = fuzzOriginals(data ?? "");
    expect(originals.length).toBeGreaterThan(1000);
    const context = { pseudonym: "ARI-FUZZ-00", dateOffsetDays: 40_000, uidKey };
    const seeds = Array.from({ length: 400 }, (_, index) => index + 1);
    const report = await fuzz(pool, originals, seeds, context);
    // A busy machine may be slow; what hangs is stopped by the pool and told so.
    expect(report.findings.filter(({ kind }) => kind !== "hang")).toEqual([]);
    expect(report.fates["inspection-timeout"] ?? 0).toBe(0);
    expect(report.files).toBe(400);
    expect(Object.keys(report.fates).length).toBeGreaterThan(4);
  });
});
