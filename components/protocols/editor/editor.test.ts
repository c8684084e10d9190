import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryDocument } from "@/lib/harmonise/protocol/testing/arbitrary-document";
import { checkDraft } from "./draft-document";
import { newRule, newStep, type ProtocolDraft, toDraft } from "./editor-draft";
import { beginHistory, historyReducer } from "./history";
import { moved } from "./list-edit";

const EMPTY: ProtocolDraft = {
  code: "CORE-X",
  name: "Core",
  validFrom: "2024-01-01",
  validUntil: "",
  reason: "",
  ordered: false,
  steps: [],
  pairs: [],
};

function complaints(draft: ProtocolDraft): string[] {
  const check = checkDraft(draft);
  return check.ok ? [] : check.issues.map(({ code, path }) => `${code} ${path.join(".")}`);
}

describe("the form of a protocol", () => {
  it("stands for the document that it was filled with", () => {
    fc.assert(
      fc.property(arbitraryDocument, (document) => {
        const check = checkDraft(toDraft(document));
        expect(check.ok && rulesWithUnits(check.document)).toEqual(rulesWithUnits(document));
      }),
    );
  });

  it("says at which field something is wrong", () => {
    const rule = { ...newRule("repetitionTimeMs"), value: "2 300,5", absolute: "x" };
    const range = { ...newRule("flipAngleDeg"), form: "range" as const, min: "9", max: "8" };
    const step = { ...newStep(), name: "T1", rules: [rule, range] };
    expect(complaints(EMPTY)).toEqual(["too-few content.steps"]);
    expect(complaints({ ...EMPTY, code: "a b", validFrom: "", steps: [{ ...step, rules: [] }] })).toEqual([
      "bad-format code",
      "bad-format validFrom",
    ]);
    expect(complaints({ ...EMPTY, steps: [step] })).toEqual([
      "wrong-type content.steps.0.rules.0.tolerance.absolute",
      "contradictory-range content.steps.0.rules.1.expect",
    ]);
    const words = { ...newRule("repetitionTimeMs"), value: "long" };
    expect(complaints({ ...EMPTY, steps: [{ ...step, rules: [words] }] })).toEqual([
      "wrong-kind content.steps.0.rules.0.expect",
    ]);
  });

  it("reads numbers with a comma, and per cent", () => {
    const rule = { ...newRule("echoTimesMs"), value: "4,92; 7,38", relative: "5" };
    const check = checkDraft({ ...EMPTY, steps: [{ ...newStep(), name: "T1", rules: [rule] }] });
    expect(check.ok && check.document.content.steps[0]?.rules).toEqual([
      {
        parameter: "echoTimesMs",
        expect: { value: [4.92, 7.38] },
        tolerance: { relative: 0.05 },
        severity: "minor",
      },
    ]);
  });
});

/** A unit that is the kept one is not written; words have none. An empty tolerance is no tolerance. */
function rulesWithUnits(document: unknown): unknown {
  return JSON.parse(
    JSON.stringify(document, (key, value: unknown) => {
      if (key === "unit") return undefined;
      if (key === "tolerance" && JSON.stringify(value) === "{}") return undefined;
      return value;
    }),
  );
}

describe("undo and redo", () => {
  it("go back and forth, typing in one field being one step", () => {
    let history = beginHistory("a");
    const change = (next: string, tag: string | null) => {
      history = historyReducer(history, { kind: "change", next, tag });
    };
    change("ab", "name");
    change("abc", "name");
    change("abcd", null);
    history = historyReducer(history, { kind: "undo" });
    expect(history.present).toBe("abc");
    history = historyReducer(history, { kind: "undo" });
    expect(history.present).toBe("a");
    expect(historyReducer(history, { kind: "undo" })).toBe(history);
    history = historyReducer(history, { kind: "redo" });
    expect(history.present).toBe("abc");
    change("x", "name");
    expect(historyReducer(history, { kind: "redo" })).toBe(history);
  });

  it("moves an item only within its list", () => {
    const list = ["a", "b", "c"].map((key) => ({ key }));
    const order = (key: string, by: -1 | 1) =>
      moved(list, key, by)
        .map((one) => one.key)
        .join("");
    expect([order("a", 1), order("c", -1), order("a", -1), order("c", 1)]).toEqual([
      "bac",
      "acb",
      "abc",
      "abc",
    ]);
  });
});
