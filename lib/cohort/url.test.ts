import fc from "fast-check";
import { deflateSync } from "fflate";
import { describe, expect, it } from "vitest";
import { EVERYTHING, MAX_DEPTH, MAX_NODES, type Criteria, type ExamNode } from "./criteria";
import { anyCriteria } from "./testing/any-criteria";
import { decodeCriteria, encodeCriteria } from "./url";

const packed = (bytes: Uint8Array) => Buffer.from(deflateSync(bytes, { level: 9 })).toString("base64url");
const packedText = (text: string) => packed(new TextEncoder().encode(text));

function nested(depth: number): Criteria {
  let root: ExamNode = { kind: "and", of: [] };
  for (let level = 1; level < depth; level++) root = { kind: "not", of: root };
  return { version: 1, root };
}

describe("a question in an address", () => {
  it("comes back as it went, in letters that need no escape", () => {
    fc.assert(
      fc.property(anyCriteria, (criteria) => {
        const text = encodeCriteria(criteria);
        expect(encodeURIComponent(text)).toBe(text);
        expect(decodeCriteria(text)).toEqual(criteria);
      }),
      { numRuns: 400 },
    );
  });

  it("is the same address for the same tree, whatever the order of its keys", () => {
    expect(encodeCriteria({ root: { of: [], kind: "and" }, version: 1 })).toBe(encodeCriteria(EVERYTHING));
  });

  it("holds the largest question that is a reasonable one", () => {
    const sites = Array.from({ length: 60 }, (_, index) => `SITE-${String(index)}`);
    const root: ExamNode = {
      kind: "or",
      of: Array.from({ length: 59 }, (_, index) => ({
        kind: "and",
        of: [
          { kind: "site", codes: sites.slice(index) },
          { kind: "age", min: index, max: 90 },
        ],
      })),
    };
    const criteria: Criteria = { version: 1, root };
    expect(decodeCriteria(encodeCriteria(criteria))).toEqual(criteria);
  });

  it("refuses depth, breadth and kinds that criteria do not have", () => {
    expect(decodeCriteria(encodeCriteria(nested(MAX_DEPTH)))).not.toBeNull();
    expect(decodeCriteria(encodeCriteria(nested(MAX_DEPTH + 1)))).toBeNull();
    expect(decodeCriteria(encodeCriteria(nested(1000)))).toBeNull();
    const broad: ExamNode = {
      kind: "and",
      of: Array.from({ length: MAX_NODES }, () => ({ kind: "and", of: [] })),
    };
    expect(decodeCriteria(encodeCriteria({ version: 1, root: broad }))).toBeNull();
    expect(decodeCriteria(packedText(`${"[".repeat(100_000)}${"]".repeat(100_000)}`))).toBeNull();
    expect(decodeCriteria(packedText('{"version":1,"root":{"kind":"sql","of":[]}}'))).toBeNull();
    expect(decodeCriteria(packedText('{"version":2,"root":{"kind":"and","of":[]}}'))).toBeNull();
    expect(
      decodeCriteria(packedText('{"__proto__":{"version":1,"root":{"kind":"and","of":[]}}}')),
    ).toBeNull();
  });

  it("stops a bomb before it is unpacked", () => {
    const bomb = packed(new Uint8Array(8_000_000));
    expect(bomb.length).toBeLessThan(12_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(decodeCriteria(bomb)).toBeNull();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4_000_000);
    const padded = `{"version":1,"root":{"kind":"and","of":[]}${" ".repeat(300_000)}}`;
    expect(decodeCriteria(packedText(padded))).toBeNull();
    expect(decodeCriteria(packedText(padded.replace(/ {200000}/, "")))).toEqual(EVERYTHING);
  });

  it("gives null, never a throw and never another question, for a damaged address", () => {
    const text = encodeCriteria(EVERYTHING);
    for (const bad of ["", "=", "é", "A", `${text}=`, `${text} `, text.slice(0, -3), "A".repeat(20_000)]) {
      expect(decodeCriteria(bad)).toBeNull();
    }
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (noise) => {
        expect(decodeCriteria(noise)).toBeNull();
      }),
    );
    fc.assert(
      fc.property(anyCriteria, fc.nat(), fc.nat({ max: 63 }), (criteria, at, letter) => {
        const good = encodeCriteria(criteria);
        const index = at % good.length;
        const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        const bad = good.slice(0, index) + (alphabet[letter] ?? "A") + good.slice(index + 1);
        expect(() => decodeCriteria(bad)).not.toThrow();
      }),
    );
  });
});
