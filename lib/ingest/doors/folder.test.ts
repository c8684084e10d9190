import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, strToU8, zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { countFiles, givenItems } from "./folder";
import { DOOR_LIMITS, type DoorLimits } from "./given-item";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ariane-door-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function open(paths: string[] = [folder], limits: Partial<DoorLimits> = {}): Promise<string[]> {
  const found: string[] = [];
  for await (const item of givenItems(paths, { ...DOOR_LIMITS, ...limits }))
    found.push(
      "path" in item
        ? `${item.label}: ${item.byteLength} bytes at ${item.path}`
        : "refused" in item
          ? `${item.label}: refused ${item.refused}`
          : `${item.label}: ${Buffer.from(item.bytes).toString("latin1").slice(0, 8)}`,
    );
  return found;
}

describe("folder and archive door", () => {
  test("walks folders in the order of names, opens nested archives and gzip, names what it cannot take", async () => {
    mkdirSync(join(folder, "b"));
    const inner = zipSync({ "x.dcm": strToU8("INNER") });
    writeFileSync(
      join(folder, "a.zip"),
      zipSync({ "1": strToU8("ONE"), "n/inner.zip": inner, "n/2.gz": gzipSync(strToU8("TWO")) }),
    );
    writeFileSync(join(folder, "b", "c"), "THREE");
    writeFileSync(join(folder, "b", "empty"), "");
    symlinkSync("/etc/hostname", join(folder, "b", "link"));
    writeFileSync(join(folder, "broken.zip"), "PK\u0003\u0004 nothing");
    expect(await countFiles([folder, join(folder, "missing")])).toBe(6);
    expect(await open()).toEqual([
      "a.zip!1: ONE",
      "a.zip!n/inner.zip!x.dcm: INNER",
      "a.zip!n/2.gz: TWO",
      "b/c: THREE",
      "b/empty: refused empty",
      "b/link: refused not-a-plain-file",
      "broken.zip: refused archive-broken",
    ]);
  });

  test("a large plain file is not read here, a large archive is opened all the same", async () => {
    const large = new Uint8Array(17 * 2 ** 20);
    writeFileSync(join(folder, "a"), large);
    writeFileSync(join(folder, "b.gz"), gzipSync(strToU8("PACKED")));
    writeFileSync(join(folder, "c.zip"), zipSync({ x: [large, { level: 0 }], y: strToU8("Y") }));
    expect(await open()).toEqual([
      `a: ${large.length} bytes at ${join(folder, "a")}`,
      "b.gz: PACKED",
      `c.zip!x: ${"\0".repeat(8)}`,
      "c.zip!y: Y",
    ]);
    expect(await open([join(folder, "a")], { maxFileBytes: 2 ** 24 })).toEqual([
      `${join(folder, "a")}: refused too-large`,
    ]);
  });

  test("a missing path is named and the others are taken", async () => {
    writeFileSync(join(folder, "a"), "ONE");
    const missing = join(folder, "nowhere");
    expect(await open([missing, join(folder, "a")])).toEqual([
      `${missing}: refused unreadable`,
      `${join(folder, "a")}: ONE`,
    ]);
  });

  test("archives cannot nest or grow without end", async () => {
    const deep = [1, 2, 3, 4].reduce((bytes) => zipSync({ z: bytes }), strToU8("DEEP"));
    writeFileSync(join(folder, "deep.zip"), deep);
    expect(await open()).toEqual(["deep.zip!z!z!z: refused archive-too-deep"]);
    rmSync(join(folder, "deep.zip"));

    const zeros = new Uint8Array(4 * 2 ** 20);
    writeFileSync(join(folder, "bomb.zip"), zipSync({ a: zeros, b: zeros }));
    writeFileSync(join(folder, "bomb.gz"), gzipSync(zeros));
    expect(await open([folder], { freeBytes: 2 ** 20 })).toEqual([
      "bomb.gz: refused archive-bomb",
      "bomb.zip!a: refused archive-bomb",
    ]);
    expect(await open([join(folder, "bomb.zip")], { maxFileBytes: 2 ** 20 })).toEqual([
      `${join(folder, "bomb.zip")}!a: refused too-large`,
      `${join(folder, "bomb.zip")}!b: refused too-large`,
    ]);
    expect(await open([join(folder, "bomb.zip")], { maxEntries: 1 })).toHaveLength(2);
  });
});
