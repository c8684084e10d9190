import { describe, expect, test } from "vitest";
import { isSilent } from "./silence";

const at = (hours: number) => new Date(Date.UTC(2026, 0, 1, hours));
const scanner = { retiredAt: null, createdAt: at(0), lastReceivedAt: null, silentAfterHours: 10 };

describe("a silent scanner", () => {
  test.each([
    ["heard within its time", { lastReceivedAt: at(15) }, 25, false],
    ["heard longer ago", { lastReceivedAt: at(14) }, 25, true],
    ["new, and its time has not passed", {}, 10, false],
    ["never heard", {}, 11, true],
    ["without a time", { silentAfterHours: null }, 1000, false],
    ["retired", { retiredAt: at(5) }, 1000, false],
  ] as const)("%s", (_, change, hours, expected) => {
    expect(isSilent({ ...scanner, ...change }, at(hours))).toBe(expected);
  });
});
