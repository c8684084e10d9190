import { mkdtempSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeNewFile } from "./new-file";
import { diskStore } from "./store";

const root = mkdtempSync(join(tmpdir(), "ariane-store-"));
const store = diskStore(root);
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function* chunks(): AsyncGenerator<Uint8Array> {
  yield Uint8Array.of(1, 2, 3);
  yield new Uint8Array();
  yield Uint8Array.of(4, 5);
}

describe("the object store", () => {
  it("gives parts of an object, and nothing beyond its end", async () => {
    await store.put("a/b", chunks());
    const source = await store.source("a/b");
    expect(source.byteLength).toBe(5);
    expect([...(await source.read(1, 4))]).toEqual([2, 3, 4]);
    expect(await source.read(5, 5)).toHaveLength(0);
    await expect(source.read(4, 6)).rejects.toThrow(RangeError);
    await expect(source.read(-1, 2)).rejects.toThrow(RangeError);
    truncateSync(store.pathOf("a/b"), 2);
    await expect(source.read(1, 4)).rejects.toMatchObject({ code: "internal" });
    await source.close();
    expect([...(await store.getRange("a/b", 1, 99))]).toEqual([2]);
    await expect(store.source("a/none")).rejects.toMatchObject({ code: "not-found" });
    await expect(store.getRange("a/none", 0, 1)).rejects.toMatchObject({ code: "not-found" });
  });

  it("takes a file that was written beside it, and only such a one", async () => {
    const aside = await store.asidePath();
    await writeNewFile(aside, chunks());
    await expect(writeNewFile(aside, chunks())).rejects.toMatchObject({ code: "EEXIST" });
    await store.adopt("c/d", aside);
    expect([...(await store.get("c/d"))]).toEqual([1, 2, 3, 4, 5]);
    await expect(store.adopt("c/e", join(tmpdir(), "ariane-elsewhere"))).rejects.toMatchObject({
      code: "internal",
    });
    await expect(store.adopt("../e", await store.asidePath())).rejects.toMatchObject({
      code: "invalid-input",
    });
  });

  it("keeps nothing of a write that fails", async () => {
    const failing = async function* () {
      yield Uint8Array.of(1);
      throw new Error("the sender is gone");
    };
    await expect(store.put("f", failing())).rejects.toThrow("the sender is gone");
    expect(await store.has("f")).toBe(false);
    expect(readdirSync(root).filter((name) => name.startsWith(".tmp-"))).toEqual([]);
  });
});
