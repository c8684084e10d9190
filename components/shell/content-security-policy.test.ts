import { describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy";

const sourcesOf = (policy: string, directive: string) =>
  policy
    .split("; ")
    .find((part) => part.startsWith(`${directive} `))
    ?.split(" ")
    .slice(1);

describe("contentSecurityPolicy", () => {
  it("lets no inline script or eval run in production, and wasm compile", () => {
    const scripts = sourcesOf(contentSecurityPolicy("abc", false), "script-src");
    expect(scripts).toContain("'nonce-abc'");
    expect(scripts).toContain("'wasm-unsafe-eval'");
    expect(scripts).not.toContain("'unsafe-inline'");
    expect(scripts).not.toContain("'unsafe-eval'");
  });

  it("names no foreign host and forbids framing", () => {
    const policy = contentSecurityPolicy("abc", false);
    expect(policy).not.toMatch(/https?:/);
    expect(sourcesOf(policy, "frame-ancestors")).toEqual(["'none'"]);
    expect(sourcesOf(policy, "object-src")).toEqual(["'none'"]);
  });
});
