import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { isValidUid } from "@/lib/dicom/uid";

import {
  isUsablePatientId,
  linkageHash,
  newDateOffsetDays,
  newPseudonym,
  remapUid,
  uidHash,
} from "./identity";

const KEY = Buffer.alloc(32, 7);

describe("pseudonyms and offsets", () => {
  it("are of the promised form, and differ", () => {
    const many = Array.from({ length: 2000 }, newPseudonym);
    expect(
      many.every((pseudonym) => /^ARI-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$/.test(pseudonym)),
    ).toBe(true);
    expect(new Set(many).size).toBeGreaterThan(1990);
  });

  it("lie 100 to 200 years ahead", () => {
    const offsets = Array.from({ length: 2000 }, newDateOffsetDays);
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(36_525);
    expect(Math.max(...offsets)).toBeLessThanOrEqual(73_050);
    expect(new Set(offsets).size).toBeGreaterThan(1800);
  });
});

describe("linkage", () => {
  it.each([undefined, "", "***", "DEV", " dev ", "0000", "x", "---", "Anonymous", "TEST"])(
    "%j names nobody",
    (id) => {
      expect(isUsablePatientId(id)).toBe(false);
      expect(linkageHash(KEY, "LIL1", id)).toBeNull();
    },
  );

  it("finds the same patient again at a site, and only there", () => {
    const hash = linkageHash(KEY, "LIL1", "P 00123a");
    expect(hash).toHaveLength(32);
    expect(linkageHash(KEY, "LIL1", " p 00123A ")).toEqual(hash);
    expect(linkageHash(KEY, "LIL2", "P 00123a")).not.toEqual(hash);
    expect(linkageHash(Buffer.alloc(32, 8), "LIL1", "P 00123a")).not.toEqual(hash);
  });

  it("does not mix up the border of site and identifier", () => {
    expect(linkageHash(KEY, "A", "BC12")).not.toEqual(linkageHash(KEY, "AB", "C12"));
  });
});

describe("UIDs", () => {
  it("are remapped to valid ones that are the hash", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (uid) => {
        const mapped = remapUid(KEY, `1.3.${uid}`);
        expect(isValidUid(mapped)).toBe(true);
        const hex = BigInt(mapped.slice("2.25.".length)).toString(16).padStart(32, "0");
        expect(hex).toBe(uidHash(KEY, `1.3.${uid}`).toString("hex"));
      }),
    );
  });

  it("of the standard stay, and a name behind its root does not", () => {
    expect(remapUid(KEY, "1.2.840.10008.5.1.4.1.1.4")).toBe("1.2.840.10008.5.1.4.1.1.4");
    expect(remapUid(KEY, "1.2.840.10008.DUPONT")).toMatch(/^2\.25\.\d+$/);
  });
});
