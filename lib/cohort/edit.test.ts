import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NodePath } from "./answer";
import {
  childrenOf,
  criteriaSchema,
  type Criteria,
  type CriteriaNode,
  type ExamNode,
  type SeriesNode,
} from "./criteria";
import {
  fits,
  insertAt,
  moveNode,
  nodeAt,
  placeAt,
  removeAt,
  replaceAt,
  unwrapNode,
  WRAPPERS,
  wrapNode,
} from "./edit";
import { anyCriteria, anyExamNode, anySeriesNode } from "./testing/any-criteria";

const sex: ExamNode = { kind: "sex", values: ["female"] };
const age: ExamNode = { kind: "age", min: 18, max: null };
const flair: SeriesNode = { kind: "role", values: ["FLAIR"] };
const threeD: SeriesNode = { kind: "dimension", value: "3D" };
const of = (root: unknown): Criteria => criteriaSchema.parse({ version: 1, root });
const question = of({
  kind: "and",
  of: [sex, { kind: "series", of: { kind: "and", of: [flair, threeD] } }, { kind: "not", of: age }],
});

function pathsOf(criteria: Criteria): NodePath[] {
  const walk = (node: CriteriaNode, path: NodePath): NodePath[] => [
    path,
    ...childrenOf(node).flatMap((child, index) => walk(child, [...path, index])),
  ];
  return walk(criteria.root, []);
}

/** Every gap into which something could fall, and some that are none. */
const gapsOf = (criteria: Criteria): NodePath[] =>
  pathsOf(criteria).flatMap((path) => {
    const { length } = childrenOf(nodeAt(criteria, path) ?? criteria.root);
    return Array.from({ length: length + 1 }, (_, index) => [...path, index]);
  });

function leavesOf(node: CriteriaNode): string[] {
  const isLeaf = !("of" in node) || node.kind === "scanner";
  return isLeaf ? [JSON.stringify(node)] : childrenOf(node).flatMap(leavesOf);
}
const leaves = (criteria: Criteria) => leavesOf(criteria.root).sort();

describe("edits of the tree", () => {
  it("finds nodes and what their places speak of", () => {
    expect(nodeAt(question, [1, 0, 1])).toEqual(threeD);
    expect(nodeAt(question, [0, 0])).toBeNull();
    expect(placeAt(question, [1])).toBe("exam");
    expect(placeAt(question, [1, 0])).toBe("series");
    expect(placeAt(question, [1, 0, 2])).toBe("series");
  });

  it("refuses a series' part outside a series group, and an exam's inside one", () => {
    expect(insertAt(question, [0], flair)).toBeNull();
    expect(insertAt(question, [1, 0, 0], sex)).toBeNull();
    expect(replaceAt(question, [0], { kind: "and", of: [flair] })).toBeNull();
    expect(replaceAt(question, [1, 0], { kind: "or", of: [] })).not.toBeNull();
    expect(moveNode(question, [1, 0, 0], [0])).toBeNull();
    expect(moveNode(question, [0], [1, 0, 0])).toBeNull();
  });

  it("drags a clause down, up and out of a group that goes when it is empty", () => {
    expect(moveNode(question, [0], [3])).toEqual({
      criteria: of({ kind: "and", of: [...childrenOf(question.root).slice(1), sex] }),
      path: [2],
    });
    expect(moveNode(question, [2, 0], [0])).toEqual({
      criteria: of({ kind: "and", of: [age, sex, nodeAt(question, [1])] }),
      path: [0],
    });
    expect(moveNode(question, [1], [1, 0, 0])).toBeNull();
    expect(moveNode(question, [], [0])).toBeNull();
  });

  it("removes what held only the removed part, and the root last", () => {
    expect(removeAt(question, [2, 0])?.root).toEqual({
      kind: "and",
      of: childrenOf(question.root).slice(0, 2),
    });
    expect(removeAt(question, [])?.root).toEqual({ kind: "and", of: [] });
    expect(removeAt(of(sex), [])?.root).toEqual({ kind: "and", of: [] });
    expect(removeAt(question, [7])).toBeNull();
  });

  it("wraps where the scope has a meaning", () => {
    expect(wrapNode(question, [1, 0, 0], "subject")).toBeNull();
    expect(wrapNode(question, [0], "series")).toBeNull();
    expect(nodeAt(wrapNode(question, [0], "visits") ?? question, [0])).toEqual({
      kind: "visits",
      atLeast: 2,
      of: sex,
    });
    expect(nodeAt(wrapNode(question, [1, 0, 0], "or") ?? question, [1, 0, 0])).toEqual({
      kind: "or",
      of: [flair],
    });
  });

  it("gives the tree back when what was inserted is removed", () => {
    fc.assert(
      fc.property(anyCriteria, fc.oneof(anyExamNode, anySeriesNode), (criteria, node) => {
        for (const gap of gapsOf(criteria)) {
          const more = insertAt(criteria, gap, node);
          const parent = nodeAt(criteria, gap.slice(0, -1));
          const taken =
            (parent?.kind === "and" || parent?.kind === "or") && fits(node, placeAt(criteria, gap));
          expect(more !== null).toBe(taken);
          if (!more) continue;
          expect(nodeAt(more, gap)).toEqual(node);
          expect(removeAt(more, gap)).toEqual(criteria);
          expect(criteriaSchema.safeParse(more).success).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("keeps every leaf of what is dragged, where it says, in a tree that is still one", () => {
    let moves = 0;
    fc.assert(
      fc.property(anyCriteria, (criteria) => {
        for (const from of pathsOf(criteria)) {
          for (const to of gapsOf(criteria)) {
            const moved = moveNode(criteria, from, to);
            if (!moved) continue;
            moves++;
            expect(leaves(moved.criteria)).toEqual(leaves(criteria));
            expect(nodeAt(moved.criteria, moved.path)).toEqual(nodeAt(criteria, from));
            expect(criteriaSchema.safeParse(moved.criteria).success).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(moves).toBeGreaterThan(500);
  });

  it("unwraps what it wrapped", () => {
    fc.assert(
      fc.property(anyCriteria, (criteria) => {
        for (const path of pathsOf(criteria)) {
          for (const wrapper of WRAPPERS) {
            const more = wrapNode(criteria, path, wrapper);
            if (!more) continue;
            expect(criteriaSchema.safeParse(more).success).toBe(true);
            expect(unwrapNode(more, path)).toEqual(criteria);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it("leaves the tree that it was given as it was", () => {
    const before = JSON.stringify(question);
    const root: ExamNode = { kind: "and", of: [] };
    replaceAt(question, [], root);
    moveNode(question, [0], [3]);
    removeAt(question, [1, 0, 0]);
    expect(JSON.stringify(question)).toBe(before);
  });
});
