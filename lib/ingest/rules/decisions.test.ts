import { describe, expect, test } from "vitest";
import { decisionsFor, mayPass } from "./decisions";
import { QUARANTINE_REASONS } from "./reasons";

const HASH = "ab".repeat(32);

describe("decisions about held files", () => {
  test.each([
    ["unknown-scanner", { scannerKey: HASH }, ["scanner", "retry", "erase"]],
    ["unknown-scanner", {}, ["retry", "erase"]],
    ["unknown-private-creator", { creatorHashes: [HASH] }, ["creators", "retry", "erase"]],
    ["unknown-private-creator", { creatorHashes: [] }, ["retry", "erase"]],
    // A context never opens the decision of another reason.
    ["conflicting-identity", { scannerKey: HASH, creatorHashes: [HASH] }, ["retry", "erase"]],
    ["burned-in-annotation", { scannerKey: HASH }, ["erase"]],
    ["secondary-capture", {}, ["erase"]],
    ["other-modality", {}, ["erase"]],
    ["truncated", {}, ["erase"]],
    ["segmentation", {}, ["retry", "erase"]],
  ] as const)("%s with %o offers %o", (reason, context, expected) => {
    expect(decisionsFor(reason, { ...context } as Parameters<typeof decisionsFor>[1])).toEqual(expected);
  });

  test("every reason can be erased, and is offered again exactly where it may pass", () => {
    for (const reason of QUARANTINE_REASONS) {
      const offered = decisionsFor(reason, {});
      expect(offered.at(-1)).toBe("erase");
      expect(offered.includes("retry"), reason).toBe(mayPass(reason));
    }
  });
});
