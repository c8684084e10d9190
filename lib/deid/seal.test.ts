import { createCipheriv, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesSource } from "@/lib/platform/byte-source";
import { AppError } from "@/lib/platform/errors";
import { open, openSealed, seal, sealedByteLength, sealStream } from "./seal";

const KEY = randomBytes(32);
const CHUNK = 256 * 1024;
/** Header and one chunk as they lie in a sealed object. */
const HEADER = 33;
const SEALED_CHUNK = CHUNK + 16;

/** A form 1 object, made as the first release made it. */
function sealWhole(bytes: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", KEY, nonce).setAAD(Buffer.from(context));
  return Buffer.concat([Buffer.of(1), nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

async function sealedInPieces(bytes: Uint8Array, pieceBytes: number, context: string): Promise<Buffer> {
  const pieces = function* () {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  };
  const parts: Uint8Array[] = [];
  for await (const part of sealStream(KEY, pieces(), context)) parts.push(part);
  return Buffer.concat(parts);
}

function sourceOf(sealed: Uint8Array, context: string, key: Uint8Array = KEY) {
  const source = bytesSource(sealed);
  return openSealed((start, end) => source.read(start, end), sealed.length, key, context);
}

/** All bytes through the source; an error of any read is the answer. */
async function readAll(sealed: Uint8Array, context: string, key?: Uint8Array): Promise<Uint8Array> {
  const source = await sourceOf(sealed, context, key);
  return source.read(0, source.byteLength);
}

async function expectClosed(sealed: Uint8Array, context: string, key: Uint8Array = KEY): Promise<void> {
  expect(() => open(key, sealed, context)).toThrow(AppError);
  await expect(readAll(sealed, context, key)).rejects.toThrow(AppError);
}

describe("seal", () => {
  it("opens to the same bytes and shows none of them", () => {
    const bytes = Buffer.from("DUPONT^JEAN".repeat(100));
    const sealed = seal(KEY, bytes, "quarantine/1");
    expect(Buffer.from(open(KEY, sealed, "quarantine/1"))).toEqual(bytes);
    expect(Buffer.from(sealed).includes("DUPONT")).toBe(false);
    expect(Buffer.from(seal(KEY, bytes, "quarantine/1"))).not.toEqual(Buffer.from(sealed));
    expect(open(KEY, seal(KEY, new Uint8Array(), "empty"), "empty")).toHaveLength(0);
  });

  it("stays closed to another key, another place and any changed byte", async () => {
    const sealed = seal(KEY, Buffer.from("secret"), "quarantine/1");
    await expectClosed(sealed, "quarantine/1", randomBytes(32));
    await expectClosed(sealed, "quarantine/2");
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expectClosed(changed, "quarantine/1");
      await expectClosed(sealed.subarray(0, at), "quarantine/1");
    }
    expect(() => seal(randomBytes(16), Buffer.from("x"), "y")).toThrow(AppError);
  });

  it("still reads objects of form 1", async () => {
    const bytes = Buffer.from("held before the change");
    const sealed = sealWhole(bytes, "quarantine/1");
    expect(Buffer.from(open(KEY, sealed, "quarantine/1"))).toEqual(bytes);
    expect(Buffer.from(await readAll(sealed, "quarantine/1"))).toEqual(bytes);
    await expectClosed(sealed, "quarantine/2");
    for (const at of [0, 5, 20, sealed.length - 1]) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expectClosed(changed, "quarantine/1");
    }
  });
});

describe("an object of several chunks", () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])(
    "is the same sealed whole or in pieces, at %i bytes",
    async (length) => {
      const bytes = randomBytes(length);
      const whole = seal(KEY, bytes, "c");
      expect(whole.length).toBe(sealedByteLength(length));
      for (const pieceBytes of [100_000, CHUNK, 1_000_000]) {
        const sealed = await sealedInPieces(bytes, pieceBytes, "c");
        expect(sealed.length).toBe(whole.length);
        expect(Buffer.from(open(KEY, sealed, "c")).equals(bytes)).toBe(true);
        expect(Buffer.from(await readAll(sealed, "c")).equals(bytes)).toBe(true);
      }
    },
  );

  const bytes = randomBytes(6 * CHUNK + 777);
  const sealed = Buffer.from(seal(KEY, bytes, "c"));

  it("gives any range, reading only its chunks", async () => {
    let readBytes = 0;
    const read = async (start: number, end: number) => {
      readBytes += end - start;
      return sealed.subarray(start, end);
    };
    const source = await openSealed(read, sealed.length, KEY, "c");
    expect(readBytes).toBeLessThan(1000);
    expect(source.byteLength).toBe(bytes.length);
    await source.read(10, 20);
    await source.read(CHUNK - 5, CHUNK);
    expect(readBytes).toBeLessThan(SEALED_CHUNK + 1000);
    const position = fc.nat(bytes.length);
    await fc.assert(
      fc.asyncProperty(position, position, async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        expect(Buffer.from(await source.read(start, end)).equals(bytes.subarray(start, end))).toBe(true);
      }),
      { numRuns: 100 },
    );
    await expect(source.read(0, bytes.length + 1)).rejects.toThrow(RangeError);
  });

  it("is refused with any flipped bit, any cut, and chunks swapped, left out, repeated or of another object", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.nat(7), async (at, bit) => {
        const changed = Buffer.from(sealed);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        await expectClosed(changed, "c");
      }),
      { numRuns: 60 },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), (length) => expectClosed(sealed.subarray(0, length), "c")),
      { numRuns: 60 },
    );
    const header = sealed.subarray(0, HEADER);
    const chunk = (index: number, of = sealed) =>
      of.subarray(HEADER + index * SEALED_CHUNK, HEADER + (index + 1) * SEALED_CHUNK);
    const made = (...indices: number[]) => Buffer.concat([header, ...indices.map((index) => chunk(index))]);
    expect(Buffer.from(open(KEY, made(0, 1, 2, 3, 4, 5, 6), "c")).equals(bytes)).toBe(true);
    for (const wrong of [
      [0, 2, 1, 3, 4, 5, 6],
      [0, 1, 3, 4, 5, 6],
      [0, 0, 1, 2, 3, 4, 5, 6],
      [0, 1, 2, 3, 4, 5],
      [0],
      [6],
    ])
      await expectClosed(made(...wrong), "c");
    const other = Buffer.from(seal(KEY, bytes, "c"));
    const mixed = Buffer.concat([
      header,
      chunk(0),
      chunk(1, other),
      ...[2, 3, 4, 5, 6].map((index) => chunk(index)),
    ]);
    await expectClosed(mixed, "c");
    await expectClosed(Buffer.concat([sealed, Buffer.alloc(16)]), "c");
  });
});
