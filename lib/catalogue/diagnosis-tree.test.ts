import { describe, expect, it } from "vitest";
import { diagnosisTree } from "./diagnosis-tree";
import type { FacetTerm } from "./search-result";

function term(code: string, parents: string[], asserted = false): FacetTerm {
  return { code, labelFr: code, labelEn: code, parents, asserted, count: 1 };
}

const lines = (terms: FacetTerm[], chosen: string[] = []) =>
  diagnosisTree(terms, chosen, (t) => t.labelEn).map(
    ({ term: t, depth }) => `${"  ".repeat(depth)}${t.code}`,
  );

describe("diagnosisTree", () => {
  it("leaves out levels where nothing parts", () => {
    const chain = [term("root", []), term("middle", ["root"]), term("ms", ["middle"], true)];
    expect(lines(chain)).toEqual(["ms"]);
  });

  it("keeps a level where branches part, and what is asserted below what is asserted", () => {
    const tree = [
      term("root", []),
      term("a", ["root"], true),
      term("b", ["root"]),
      term("b1", ["b"], true),
      term("a1", ["a"], true),
    ];
    expect(lines(tree)).toEqual(["root", "  a", "    a1", "  b1"]);
  });

  it("keeps what is chosen, and shows a term with two parents once", () => {
    const tree = [term("p", []), term("q", []), term("x", ["q", "p"], true), term("y", ["p"], true)];
    expect(lines(tree, ["q"])).toEqual(["p", "  x", "  y", "q"]);
  });

  it("puts a term with two parents under the deeper one, and leaves out the level above", () => {
    const tree = [
      term("nervous", []),
      term("central", ["nervous"]),
      term("ms", ["central"], true),
      term("nmo", ["central", "nervous"], true),
    ];
    expect(lines(tree)).toEqual(["central", "  ms", "  nmo"]);
  });

  it("keeps terms whose parents are not in the list", () => {
    expect(lines([term("lost", ["nowhere"], true)])).toEqual(["lost"]);
  });
});
