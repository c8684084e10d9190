import { randomBytes } from "node:crypto";

import { describe, expect, it } from "vitest";

import { AppError } from "@/lib/platform/errors";

import { open, seal } from "./seal";

const KEY = randomBytes(32);

describe("seal", () => {
  it("opens to the same bytes and shows none of them", () => {
    const bytes = Buffer.from("DUPONT^JEAN".repeat(100));
    const sealed = seal(KEY, bytes, "quarantine/1");
    expect(Buffer.from(open(KEY, sealed, "quarantine/1"))).toEqual(bytes);
    expect(Buffer.from(sealed).includes("DUPONT")).toBe(false);
    expect(Buffer.from(seal(KEY, bytes, "quarantine/1"))).not.toEqual(Buffer.from(sealed));
    expect(open(KEY, seal(KEY, new Uint8Array(), "empty"), "empty")).toHaveLength(0);
  });

  it("stays closed to another key, another place and any changed byte", () => {
    const sealed = seal(KEY, Buffer.from("secret"), "quarantine/1");
    expect(() => open(randomBytes(32), sealed, "quarantine/1")).toThrow(AppError);
    expect(() => open(KEY, sealed, "quarantine/2")).toThrow(AppError);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => open(KEY, changed, "quarantine/1"), `byte ${at}`).toThrow(AppError);
      expect(() => open(KEY, sealed.subarray(0, at), "quarantine/1"), `cut at ${at}`).toThrow(AppError);
    }
    expect(() => seal(randomBytes(16), Buffer.from("x"), "y")).toThrow(AppError);
  });
});
