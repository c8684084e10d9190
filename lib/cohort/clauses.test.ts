import { describe, expect, it } from "vitest";
import { clausePaths, MAX_CLAUSES } from "./clauses";
import { CRITERIA_VERSION, type ExamNode } from "./criteria";

const women: ExamNode = { kind: "sex", values: ["female"] };
const flair: ExamNode = {
  kind: "series",
  of: {
    kind: "and",
    of: [
      { kind: "role", values: ["FLAIR"] },
      { kind: "dimension", value: "3D" },
    ],
  },
};
const pathsOf = (root: ExamNode) => clausePaths({ version: CRITERIA_VERSION, root });
const and = (...of: ExamNode[]): ExamNode => ({ kind: "and", of });
const or = (...of: ExamNode[]): ExamNode => ({ kind: "or", of });

describe("the clauses of a question", () => {
  it.each<[string, ExamNode, number[][]]>([
    ["none of everything", and(), []],
    ["no lone leaf", women, []],
    ["the parts of the root; what is asked of one series is one", and(women, flair), [[0], [1]]],
    [
      "no alternative, but what is joined in one",
      or(women, and(women, flair)),
      [
        [1, 0],
        [1, 1],
      ],
    ],
    [
      "those inside a scope, after the clause that holds them",
      and({ kind: "subject", of: and(women, flair) }, women),
      [[0], [0, 0, 0], [0, 0, 1], [1]],
    ],
    ["those inside a not", and({ kind: "not", of: and(women) }), [[0], [0, 0, 0]]],
  ])("are %s", (_, root, paths) => {
    expect(pathsOf(root)).toEqual(paths);
  });

  it("are those nearest to the root when there are many", () => {
    const inner = and(...Array.from({ length: 20 }, () => women));
    const paths = pathsOf(and({ kind: "visit", of: inner }, ...Array.from({ length: 20 }, () => flair)));
    expect(paths).toHaveLength(MAX_CLAUSES);
    expect(paths.filter((path) => path.length === 1)).toHaveLength(21);
    expect(paths.filter((path) => path.length === 3)).toEqual(
      Array.from({ length: MAX_CLAUSES - 21 }, (__, index) => [0, 0, index]),
    );
  });
});
