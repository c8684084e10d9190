import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { AppError } from "@/lib/platform/errors";
import { MAX_DEPTH, MAX_NODES } from "./criteria";
import { parseCriteria, type CriteriaRefusal } from "./parse-criteria";
import { arbitraryCriteria } from "./testing/arbitrary-criteria";

const women = { kind: "sex", values: ["female"] };

/** A tree of so many parts inside each other. */
function nested(depth: number): unknown {
  let node: unknown = women;
  for (let at = 1; at < depth; at++) node = { kind: "not", of: node };
  return node;
}

function refusalOf(value: unknown): AppError {
  try {
    parseCriteria(value);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("it was taken");
}

const rooted = (root: unknown) => ({ version: 1, root });

describe("parseCriteria", () => {
  it("takes what it is given, unchanged", () => {
    fc.assert(
      fc.property(arbitraryCriteria, (criteria) => {
        const sent: unknown = JSON.parse(JSON.stringify(criteria));
        expect(parseCriteria(sent)).toEqual(criteria);
      }),
    );
  });

  const bad: [name: string, value: unknown, reason: CriteriaRefusal, path: string][] = [
    ["nothing", undefined, "not-criteria", ""],
    ["a text", "SELECT 1", "not-criteria", ""],
    ["a list", [rooted(women)], "not-criteria", ""],
    ["null", null, "not-criteria", ""],
    ["no root", { version: 1 }, "wrong-value", "root"],
    ["another version", { version: 2, root: women }, "unknown-version", "version"],
    ["a field beside the root", { ...rooted(women), where: "1=1" }, "unknown-field", ""],
    [
      "an unknown kind",
      rooted({ kind: "and", of: [women, { kind: "sql", of: "1=1" }] }),
      "unknown-kind",
      "root.of.1.kind",
    ],
    ["no kind", rooted({ kind: "not", of: {} }), "unknown-kind", "root.of.kind"],
    ["a number as a part", rooted({ kind: "and", of: [5] }), "wrong-value", "root.of.0"],
    ["a part where a list is due", rooted({ kind: "and", of: women }), "wrong-value", "root.of"],
    ["a list where a part is due", rooted({ kind: "not", of: [women] }), "wrong-value", "root.of"],
    ["no part", rooted({ kind: "not" }), "wrong-value", "root.of"],
    ["an unknown value", rooted({ kind: "sex", values: ["woman"] }), "wrong-value", "root.values.0"],
    ["no value", rooted({ kind: "sex", values: [] }), "wrong-value", "root.values"],
    ["too many values", rooted({ kind: "field", tesla: Array(61).fill(3) }), "wrong-value", "root.tesla"],
    [
      "far too many values",
      rooted({ kind: "sex", values: Array(1_000_000).fill("x") }),
      "wrong-value",
      "root.values",
    ],
    ["a value too many", rooted({ ...women, of: women }), "unknown-field", "root"],
    ["a text for a number", rooted({ kind: "age", min: "20", max: null }), "wrong-value", "root.min"],
    ["a missing bound", rooted({ kind: "age", min: 20 }), "wrong-value", "root.max"],
    ["half a year of age", rooted({ kind: "age", min: 20.5, max: null }), "wrong-value", "root.min"],
    ["no bound", rooted({ kind: "age", min: null, max: null }), "wrong-range", "root"],
    ["bounds in disorder", rooted({ kind: "age", min: 50, max: 20 }), "wrong-range", "root"],
    [
      "a number beyond all numbers",
      rooted({ kind: "score", name: "MMSE", min: Infinity, max: null, rule: { at: "ever" } }),
      "wrong-value",
      "root.min",
    ],
    [
      "an unknown rule",
      rooted({ kind: "diagnosis", codes: ["DOID:2377"], rule: { at: "birth" }, status: "present" }),
      "unknown-kind",
      "root.rule.at",
    ],
    [
      "a rule without its days",
      rooted({ kind: "diagnosis", codes: ["DOID:2377"], rule: { at: "nearest" }, status: "present" }),
      "wrong-value",
      "root.rule.days",
    ],
    ["SQL for a code", rooted({ kind: "site", codes: ["NORD' OR '1'='1"] }), "wrong-value", "root.codes.0"],
    [
      "SQL for a code of a diagnosis",
      rooted({ kind: "control", projects: ["P1); DROP TABLE x;--"] }),
      "wrong-value",
      "root.projects.0",
    ],
    [
      "a question of exams to a series",
      rooted({ kind: "series", of: women }),
      "unknown-kind",
      "root.of.kind",
    ],
    ["a question of series to an exam", rooted({ kind: "pixels" }), "unknown-kind", "root.kind"],
    ["no visit", rooted({ kind: "visits", atLeast: 0, of: women }), "wrong-value", "root.atLeast"],
    [
      "an interval backwards",
      rooted({
        kind: "pair",
        part: "first",
        interval: { min: 15, max: 9, unit: "month" },
        sameScanner: true,
        bothCompliant: true,
        of: women,
      }),
      "wrong-range",
      "root.interval",
    ],
    [
      "a NUL, which no database holds",
      rooted({ kind: "score", name: "MM\u0000SE", min: 1, max: null, rule: { at: "ever" } }),
      "unreadable-text",
      "root.name",
    ],
    [
      "half a character",
      rooted({ kind: "series", of: { kind: "map", values: ["ADC", "\ud800"] } }),
      "unreadable-text",
      "root.of.values",
    ],
    [
      "a NUL in a model",
      rooted({ kind: "scanner", of: [{ manufacturer: "GE", model: "SIGNA\u0000" }] }),
      "unreadable-text",
      "root.of",
    ],
  ];

  it.each(bad)("refuses %s", (_name, value, reason, path) => {
    const error = refusalOf(value);
    expect(error.code).toBe("invalid-input");
    expect(error.details).toMatchObject({ reason, path });
    // For a person: a line, not the alternatives of a whole tree.
    expect(error.message.length).toBeLessThan(200);
    expect(JSON.stringify(error.details).length).toBeLessThan(500);
  });

  it("takes the deepest tree that is allowed and no deeper", () => {
    expect(parseCriteria(rooted(nested(MAX_DEPTH))).root.kind).toBe("not");
    expect(refusalOf(rooted(nested(MAX_DEPTH + 1))).details).toMatchObject({ reason: "too-deep" });
  });

  it.each([1_000, 100_000, 1_000_000])(
    "refuses %d parts inside each other without following them",
    (depth) => {
      expect(refusalOf(rooted(nested(depth))).details).toMatchObject({ reason: "too-deep" });
    },
  );

  it("refuses what holds itself", () => {
    const node: { kind: string; of: unknown } = { kind: "not", of: null };
    node.of = node;
    expect(refusalOf(rooted(node)).details).toMatchObject({ reason: "too-deep" });
  });

  it("refuses lists inside lists", () => {
    let of: unknown = [women];
    for (let at = 0; at < 100_000; at++) of = [of];
    expect(refusalOf(rooted({ kind: "and", of })).details).toMatchObject({ reason: "wrong-value" });
    expect(refusalOf(rooted({ kind: "sex", values: of })).details).toMatchObject({ reason: "wrong-value" });
  });

  it("takes as many parts as are allowed and no more", () => {
    const wide = (count: number) => rooted({ kind: "or", of: Array(count).fill(women) });
    expect(parseCriteria(wide(MAX_NODES - 1)).root.kind).toBe("or");
    expect(refusalOf(wide(MAX_NODES)).details).toMatchObject({ reason: "too-many-parts" });
    expect(refusalOf(wide(1_000_000)).details).toMatchObject({ reason: "too-many-parts" });
    const broad = { kind: "and", of: Array(15).fill({ kind: "or", of: Array(15).fill(women) }) };
    expect(refusalOf(rooted(broad)).details).toMatchObject({ reason: "too-many-parts" });
  });

  it("is quick to refuse a fault at the bottom", () => {
    // Alternatives that are tried one after the other at every level would take 6^11 readings here.
    let node: unknown = { kind: "sex", values: ["woman"] };
    for (let at = 1; at < MAX_DEPTH; at++) node = { kind: "subject", of: node };
    expect(refusalOf(rooted(node)).details).toMatchObject({
      reason: "wrong-value",
      path: `root${".of".repeat(MAX_DEPTH - 1)}.values.0`,
    });
  });
});
