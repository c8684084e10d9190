import { describe, expect, it } from "vitest";
import { findScore, isPlausible, KNOWN_SCORES, scoreNameOf } from "./score-catalogue";

describe("the scores that the house knows", () => {
  it("have names, labels and spellings of their own, and bounds in order", () => {
    const spellings = KNOWN_SCORES.flatMap(({ name, aliases }) => [name, ...aliases]);
    for (const score of KNOWN_SCORES) {
      expect(findScore(score.name)?.name).toBe(score.name);
      for (const alias of score.aliases) expect(findScore(alias)?.name, alias).toBe(score.name);
      expect(score.min).toBeLessThan(score.max);
    }
    expect(new Set(spellings.map((one) => one.toLowerCase())).size).toBe(spellings.length);
  });

  it.each<[string, number, boolean]>([
    ["EDSS", 0, true],
    ["EDSS", 6.5, true],
    ["EDSS", 6.25, false],
    ["EDSS", 10.5, false],
    ["MMSE", 30, true],
    ["MMSE", 30.5, false],
    ["PANSS", 30, true],
    ["PANSS", 29, false],
    ["GCS", 2, false],
    ["T25FW", 7.42, true],
    ["another scale", -12.5, true],
    ["another scale", Number.NaN, false],
    ["another scale", 1e12, false],
  ])("%s %d: %s", (name, value, expected) => {
    expect(isPlausible(name, value)).toBe(expected);
  });

  it("take free names that are names", () => {
    expect(scoreNameOf(" mini-mental ")).toBe("MMSE");
    expect(scoreNameOf("y bocs")).toBe("Y-BOCS");
    expect(scoreNameOf("Local scale 2")).toBe("Local scale 2");
    for (const text of ["=1+1", "", "a", "12", "x".repeat(41), "O'Hara", "two\nlines"])
      expect(scoreNameOf(text), text).toBeNull();
  });
});
