import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { deidentify } from "@/lib/deid/deidentify";
import { seal } from "@/lib/deid/seal";
import { parseDicom } from "@/lib/dicom/parse";
import { writeDicom } from "@/lib/dicom/write";
import { contentDigest } from "../content-digest";
import { placementFacts } from "../placement-facts";
import { syntheticInstance } from "../testing/synthetic-instance";
import { inspectionPool, type InspectionPool, type UsableInspection } from "./pool";
import { HOSTILE } from "./testing/hostile-thread";

const folder = mkdtempSync(join(tmpdir(), "ariane-inspection-"));
const uidKey = new Uint8Array(32).fill(3);
const keys = { uidKey, linkageKey: new Uint8Array(32).fill(4) };
const sealKey = new Uint8Array(32).fill(5);
const context = { pseudonym: "ARI-TEST-00", dateOffsetDays: 40_000, uidKey };
const good = new Uint8Array(syntheticInstance());

const pool = inspectionPool({ keys });
/** Short where a hang is waited for; a busy machine may need long to fill even a small heap. */
const [HANG_MS, PATIENT_MS] = [4_000, 100_000];
let hostileLimitMs = HANG_MS;
const hostile = inspectionPool({
  keys,
  threads: 2,
  maxHeapMiB: { large: 96, small: 96 },
  stepLimitMs: () => hostileLimitMs,
  entry: new URL("./testing/hostile-thread.ts", import.meta.url),
});
afterAll(async () => {
  await Promise.all([pool.close(), hostile.close()]);
  rmSync(folder, { recursive: true, force: true });
});

async function usable(of: InspectionPool, bytes: Uint8Array): Promise<UsableInspection> {
  const inspection = await of.inspect({ bytes });
  if (inspection.kind !== "usable") throw new Error(inspection.reason);
  return inspection;
}

/** A file whose preamble makes the hostile thread do what it names. */
function planted(preamble: string): Uint8Array {
  const bytes = Uint8Array.from(good);
  bytes.set(new TextEncoder().encode(preamble));
  return bytes;
}

describe("an inspection", () => {
  it("says what the steps say in one thread, and de-identifies alike", async () => {
    const file = parseDicom(good);
    const inspection = await usable(pool, good);
    expect(inspection.placement).toEqual(placementFacts(file.dataset, keys));
    expect(inspection.content).toEqual(await contentDigest(file));
    expect(inspection.byteLength).toBe(good.length);
    const answer = await inspection.deidentify({ context });
    const expected = deidentify(file, context);
    if (answer.kind !== "clean") throw new Error(answer.reason);
    expect(Buffer.from(answer.clean.bytes ?? []).equals(writeDicom(expected.file))).toBe(true);
    expect(answer.clean.report).toEqual(expected.report);
    inspection.release();
    inspection.release();
    await expect(inspection.deidentify({ context })).rejects.toMatchObject({ code: "internal" });
    // The bytes stay the caller's: he may have to hold them after all.
    expect(good.length).toBeGreaterThan(0);
  });

  it("reads sealed files, and writes to a new file", async () => {
    const path = join(folder, "sealed");
    writeFileSync(path, seal(sealKey, good, "spool/1"));
    const inspection = await pool.inspect({ path, seal: { key: sealKey, context: "spool/1" } });
    if (inspection.kind !== "usable") throw new Error(inspection.reason);
    const into = join(folder, "clean");
    const answer = await inspection.deidentify({ context, into });
    expect(answer).toMatchObject({ kind: "clean", clean: { bytes: null } });
    const expected = writeDicom(deidentify(parseDicom(good), context).file);
    expect((await readFile(into)).equals(expected)).toBe(true);
    await expect(inspection.deidentify({ context, into })).rejects.toMatchObject({ code: "unavailable" });
    inspection.release();
  });

  it("does not blame a file for what the disk or the seal does", async () => {
    await expect(pool.inspect({ path: join(folder, "none") })).rejects.toMatchObject({ code: "unavailable" });
    const path = join(folder, "other");
    writeFileSync(path, seal(sealKey, good, "spool/2"));
    const wrong = { path, seal: { key: sealKey, context: "spool/3" } };
    await expect(pool.inspect(wrong)).rejects.toMatchObject({ code: "unavailable" });
    const nowhere = inspectionPool({ keys, entry: new URL("./none.ts", import.meta.url) });
    await expect(nowhere.inspect({ bytes: good })).rejects.toMatchObject({ code: "unavailable" });
    await nowhere.close();
    await expect(nowhere.inspect({ bytes: good })).rejects.toMatchObject({ code: "unavailable" });
  });

  it("waits for a ticket when many are open", async () => {
    const small = inspectionPool({ keys, threads: 1, ticketsPerThread: 2 });
    try {
      const first = await usable(small, good);
      const second = await usable(small, good);
      let third: UsableInspection | undefined;
      const waiting = usable(small, good).then((inspection) => (third = inspection));
      expect(await second.deidentify({ context })).toMatchObject({ kind: "clean" });
      expect(third).toBeUndefined();
      first.release();
      await waiting;
      expect(third).toBeDefined();
    } finally {
      await small.close();
    }
  });
});

describe("a file that finds a fault of the reader", () => {
  it.each([
    ["hangs", HOSTILE.hang, "inspection-timeout"],
    ["eats the memory", HOSTILE.hog, "inspection-crashed"],
    ["throws where nobody catches", HOSTILE.crash, "inspection-crashed"],
  ])("%s: its thread is killed and the others go on", async (_, preamble, reason) => {
    hostileLimitMs = reason === "inspection-timeout" ? HANG_MS : PATIENT_MS;
    const open = await Promise.all([usable(hostile, good), usable(hostile, good)]);
    const others = Array.from({ length: 6 }, () => usable(hostile, good).then((one) => one.release()));
    expect(await hostile.inspect({ bytes: planted(preamble) })).toEqual({
      kind: "held",
      reason,
      attributes: [],
    });
    await Promise.all(others);
    // One of these was open in the thread that was killed.
    for (const inspection of open) {
      expect(await inspection.deidentify({ context })).toMatchObject({ kind: "clean" });
      inspection.release();
    }
  });
});

describe("hostile files have a typed fate", () => {
  const raw = (...parts: (string | number[])[]) => {
    const bytes = parts.map((part) =>
      typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part),
    );
    return new Uint8Array(Buffer.concat([Buffer.alloc(128), Buffer.from("DICM"), ...bytes]));
  };
  const deflatedMeta: (string | number[])[] = [[2, 0, 0x10, 0], "UI", [22, 0], "1.2.840.10008.1.2.1.99"];
  const sequence = [
    8, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 255, 255, 255, 255, 0xfe, 0xff, 0, 0xe0, 255, 255, 255, 255,
  ];

  /** The good file with another number in a US element. */
  const withUint16 = (element: number[], value: number) => {
    const bytes = Buffer.from(good);
    const at = bytes.indexOf(Buffer.from([...element, 0x55, 0x53, 2, 0]));
    expect(at).toBeGreaterThan(0);
    bytes.writeUInt16LE(value, at + 8);
    return new Uint8Array(bytes);
  };
  const manyFrames = (count: string) => {
    const file = parseDicom(good);
    file.dataset.set(0x00280008, "IS", count);
    return writeDicom(file);
  };

  it.each([
    [
      "100,000 sequences in one another",
      () => raw(new Array<number[]>(100_000).fill(sequence).flat()),
      "malformed",
    ],
    [
      "a deflated bomb",
      () => raw(...deflatedMeta, [...deflateSync(new Uint8Array(300 * 2 ** 20))]),
      "too-large",
    ],
    ["broken deflate", () => raw(...deflatedMeta, [7, 7, 7, 7, 7, 7]), "truncated"],
    ["a lying length", () => raw([8, 0, 0x60, 0], "CS", [255, 255], "MR"), "truncated"],
    [
      "4 GB of pixels",
      () => raw([8, 0, 0x60, 0], "CS", [2, 0], "MR", [0xe0, 0x7f, 0x10, 0], "OW", [0, 0, 254, 255, 255, 255]),
      "truncated",
    ],
    ["65,535 rows and few pixels", () => withUint16([0x28, 0, 0x10, 0], 65_535), "undecodable-pixels"],
    ["no rows", () => withUint16([0x28, 0, 0x10, 0], 0), "undecodable-pixels"],
    ["2 billion frames", () => manyFrames("2000000000"), "undecodable-pixels"],
    ["frames beyond numbers", () => manyFrames("99999999999E99"), "undecodable-pixels"],
    ["nothing", () => new Uint8Array(), "not-dicom"],
  ])("%s", async (_, make, reason) => {
    expect(await pool.inspect({ bytes: make() })).toMatchObject({ reason });
  });

  it("cut at every byte", async () => {
    const reasons = new Set<string>();
    const lengths = Array.from({ length: good.length }, (_, length) => length);
    const inspectors = Array.from({ length: 4 }, async () => {
      for (let length = lengths.pop(); length !== undefined; length = lengths.pop()) {
        const inspection = await pool.inspect({ bytes: good.slice(0, length) });
        reasons.add(inspection.kind === "usable" ? `usable ${length}` : inspection.reason);
        if (inspection.kind === "usable") inspection.release();
      }
    });
    await Promise.all(inspectors);
    const expected = ["missing-identifiers", "missing-pixel-data", "not-dicom", "truncated"];
    expect([...reasons].sort()).toEqual(expected);
  });
});
