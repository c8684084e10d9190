import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AssignmentFacts,
  type AssignmentRule,
  assignProtocols,
  matchesPattern,
  versionOn,
} from "./assignment";

const EXAM: AssignmentFacts = {
  projectIds: ["ms"],
  description: "IRM cérébrale SEP",
  protocolNames: ["FLAIR SPACE sag", "T1 MPRAGE"],
  chosenIds: [],
};
const rule = (id: string, more: Partial<AssignmentRule>): AssignmentRule => ({
  id,
  kind: "studyDescription",
  projectId: null,
  pattern: null,
  protocolIds: [`P-${id}`],
  ...more,
});

describe("which protocols judge an exam", () => {
  const project = rule("project", { kind: "project", projectId: "ms", protocolIds: ["A", "B"] });
  const words = rule("words", { pattern: "irm*" });
  const name = rule("name", { kind: "protocolName", pattern: "*mprage*" });
  const other = rule("other", { kind: "project", projectId: "psychiatry" });

  it("says the first rule that holds, with all its protocols", () => {
    expect(assignProtocols(EXAM, [other, project, words])).toEqual({
      protocolIds: ["A", "B"],
      byHand: false,
      ruleId: "project",
    });
    expect(assignProtocols(EXAM, [words, project]).ruleId).toBe("words");
    expect(assignProtocols(EXAM, [other, name]).protocolIds).toEqual(["P-name"]);
  });

  it("says a choice by hand before every rule", () => {
    expect(assignProtocols({ ...EXAM, chosenIds: ["C"] }, [project])).toEqual({
      protocolIds: ["C"],
      byHand: true,
      ruleId: null,
    });
  });

  it("says none where none holds, or where there is nothing to compare", () => {
    expect(assignProtocols(EXAM, [other])).toEqual({ protocolIds: [], byHand: false, ruleId: null });
    const silent = { ...EXAM, description: null, protocolNames: [] };
    const all = [rule("any", { pattern: "*" }), rule("anyName", { kind: "protocolName", pattern: "*" })];
    expect(assignProtocols(silent, all).protocolIds).toEqual([]);
    expect(assignProtocols(EXAM, [rule("broken", {}), rule("b2", { kind: "project" })]).protocolIds).toEqual(
      [],
    );
  });
});

describe("a pattern", () => {
  it.each([
    ["IRM cérébrale", "irm CEREBRALE", true],
    ["IRM  cérébrale ", "irm cerebrale", true],
    ["MRI brain", "MRI", false],
    ["MRI brain", "MRI*", true],
    ["MRI brain", "*brain", true],
    ["MRI brain", "*r*r*", true],
    ["MRI brain", "*r*r*r*", false],
    ["aba", "ab*ba", false],
    ["abba", "ab*ba", true],
    ["a.b", "a?b", false],
    ["a+b", "A+B", true],
    ["", "*", true],
  ])("%j by %j: %s", (text, pattern, expected) => {
    expect(matchesPattern(text, pattern)).toBe(expected);
  });

  it("is what a regular expression would say", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 6 });
    const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });
    fc.assert(
      fc.property(text, letters, (words, pattern) => {
        expect(matchesPattern(words, pattern)).toBe(
          new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(words),
        );
      }),
    );
  });
});

describe("the version of a protocol", () => {
  const version = (id: string, validFrom: string, validUntil: string | null, superseded = false) => ({
    id,
    protocolId: "P",
    validFrom,
    validUntil,
    superseded,
  });
  const versions = [
    version("1", "2022-01-01", "2024-03-01"),
    version("2", "2024-03-01", null, true),
    version("3", "2024-03-01", null),
    { ...version("other", "2020-01-01", null), protocolId: "Q" },
  ];

  it("is the one that was valid on the day of acquisition, its last day excluded", () => {
    expect(versionOn(versions, "P", "2022-01-01")?.id).toBe("1");
    expect(versionOn(versions, "P", "2024-02-29")?.id).toBe("1");
    expect(versionOn(versions, "P", "2024-03-01")?.id).toBe("3");
    expect(versionOn(versions, "P", "2021-12-31")).toBeNull();
    expect(versionOn(versions, "nobody's", "2024-03-01")).toBeNull();
  });
});
