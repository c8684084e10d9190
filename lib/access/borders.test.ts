import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "@/lib/platform/errors";
import { AUDIT_EVENTS } from "./audit";
import { hashPassword, verifyPassword } from "./password";
import { problemOf, toAppError } from "./problem";
import { safeReturnTo } from "./return-to";
import { requireSameOrigin } from "./same-origin";

describe("requireSameOrigin", () => {
  const request = (method: string, headers: Record<string, string>) =>
    new Request("http://ariane.test/api/x", { method, headers: { host: "ariane.test", ...headers } });
  it.each<[string, string, Record<string, string>, boolean]>([
    ["a read from anywhere", "GET", { "sec-fetch-site": "cross-site" }, true],
    ["our own page", "POST", { "sec-fetch-site": "same-origin", origin: "http://ariane.test" }, true],
    ["a typed address", "POST", { "sec-fetch-site": "none" }, true],
    ["another site", "POST", { "sec-fetch-site": "cross-site", origin: "http://evil.test" }, false],
    ["a sibling host", "DELETE", { "sec-fetch-site": "same-site", origin: "http://b.ariane.test" }, false],
    ["an old browser on our page", "POST", { origin: "http://ariane.test" }, true],
    ["behind a proxy that renames the host", "POST", { origin: "https://public.test" }, true],
    ["an old browser elsewhere", "POST", { origin: "http://evil.test" }, false],
    ["a sandboxed frame", "POST", { origin: "null" }, false],
    ["a name that only begins like ours", "PUT", { origin: "http://ariane.test.evil.test" }, false],
    ["not a browser", "PATCH", {}, true],
  ])("%s", (_, method, headers, allowed) => {
    const run = () => requireSameOrigin(request(method, headers), "https://public.test");
    if (allowed) expect(run).not.toThrow();
    else expect(run).toThrow(AppError);
  });
});

describe("safeReturnTo", () => {
  it.each([
    ["/catalogue?sex=female&page=2#row", "/catalogue?sex=female&page=2#row"],
    ["/view/1?series=2", "/view/1?series=2"],
    ["//evil.test", "/"],
    ["/\\evil.test", "/"],
    ["/\t/evil.test", "/"],
    ["https://evil.test", "/"],
    ["javascript:alert(1)", "/"],
    ["/sign-in?returnTo=/sign-in", "/"],
    ["", "/"],
    [null, "/"],
  ])("%j gives %j", (value, expected) => {
    expect(safeReturnTo(value)).toBe(expected);
  });
});

describe("password", () => {
  it("accepts the password that was hashed, typed on any keyboard, and nothing else", async () => {
    const stored = await hashPassword("café noir et thé vert");
    expect(stored).toMatch(/^scrypt\$32768\$8\$3\$/);
    expect(stored).not.toContain("noir");
    expect(await verifyPassword("cafe\u0301 noir et thé vert", stored)).toBe(true);
    expect(await verifyPassword("café noir et thé verT", stored)).toBe(false);
    expect(await verifyPassword("", stored)).toBe(false);
  });

  it("salts: the same password twice gives two hashes", async () => {
    expect(await hashPassword("x".repeat(12))).not.toBe(await hashPassword("x".repeat(12)));
  });

  it.each([null, "", "plain", "scrypt$1$2", "md5$1$1$1$aa$bb"])(
    "matches nothing against %j",
    async (stored) => {
      expect(await verifyPassword("anything at all", stored)).toBe(false);
    },
  );
});

describe("problems", () => {
  it("names the fields that are wrong, never what was in them", () => {
    const parsed = z.object({ patientId: z.string().max(3) }).safeParse({ patientId: "SECRET-VALUE" });
    const problem = problemOf(toAppError(parsed.error));
    expect(problem).toEqual({
      code: "invalid-input",
      status: 400,
      title: "invalid-input",
      details: { fields: ["patientId"] },
    });
    expect(JSON.stringify(problem)).not.toContain("SECRET-VALUE");
  });

  it("says nothing of an unforeseen error", () => {
    const problem = problemOf(toAppError(new Error("duplicate key (email)=(someone@example.org)")));
    expect(problem).toEqual({ code: "internal", status: 500, title: "internal" });
  });
});

describe("the audit vocabulary", () => {
  it.each(Object.entries(AUDIT_EVENTS))("%s has no room for free text", (_, schema) => {
    const open = openStrings(z.toJSONSchema(schema));
    expect(open).toEqual([]);
  });

  it("refuses a detail that is not in it", () => {
    const detail = { examId: "30000000-0000-4000-8000-000000000001", name: "DUPONT" };
    expect(AUDIT_EVENTS["exam.viewed"].safeParse(detail).success).toBe(false);
  });
});

/** Paths of a JSON schema where any string, or anything at all, would pass. */
function openStrings(node: unknown, path = ""): string[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => openStrings(item, `${path}/${index}`));
  if (typeof node !== "object" || node === null) return [];
  const found = Object.entries(node).flatMap(([key, value]) => openStrings(value, `${path}/${key}`));
  const isOpen =
    ("type" in node && node.type === "string" && !("enum" in node) && !("pattern" in node)) ||
    ("type" in node &&
      node.type === "object" &&
      (!("additionalProperties" in node) || node.additionalProperties !== false));
  return isOpen ? [...found, path] : found;
}
