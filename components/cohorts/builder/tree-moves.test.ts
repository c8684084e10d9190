import { describe, expect, it } from "vitest";
import type { Criteria, ExamNode, SeriesNode } from "@/lib/cohort/criteria";
import { criteriaSchema } from "@/lib/cohort/criteria";
import { nodeAt } from "@/lib/cohort/edit";
import { nearestRow, outlineOf, parentRow, pathOfNode, rowsOf } from "./outline";
import { addInto, moveInside, moveInto, moveStep, type Moved } from "./tree-moves";

const female: ExamNode = { kind: "sex", values: ["female"] };
const adult: ExamNode = { kind: "age", min: 18, max: null };
const flair: SeriesNode = { kind: "role", values: ["FLAIR"] };
const is3D: SeriesNode = { kind: "dimension", value: "3D" };
const series: ExamNode = { kind: "series", of: { kind: "and", of: [flair, is3D] } };
const of = (root: ExamNode): Criteria => ({ version: 1, root });
/** Root: female, adult, one series that is FLAIR and 3D. */
const question = of({ kind: "and", of: [female, adult, series] });

function known(moved: Moved | null): Moved {
  if (!moved) throw new Error("the move was refused");
  expect(criteriaSchema.safeParse(moved.criteria).success).toBe(true);
  return moved;
}

describe("the outline", () => {
  it("shows a scope and the list inside it as one row", () => {
    const root = outlineOf(question.root);
    expect(rowsOf(root).map(({ key }) => key)).toEqual(["root", "0", "1", "2", "2.0.0", "2.0.1"]);
    const row = root.items[2];
    expect(row?.list).toEqual({ path: [2, 0], kind: "and" });
    expect(row?.items.map(({ place }) => place)).toEqual(["series", "series"]);
    expect(parentRow(root, "2.0.1")?.key).toBe("2");
    expect(parentRow(root, "root")).toBeNull();
  });

  it("shows a scope around one part, and finds nodes by identity", () => {
    const single = of({ kind: "not", of: female });
    expect(outlineOf(single.root)).toMatchObject({ list: null, items: [{ key: "0" }] });
    expect(pathOfNode(question.root, is3D)).toEqual([2, 0, 1]);
    expect(nearestRow(question, [2, 0])).toEqual([2]);
    expect(nearestRow(question, [7, 1])).toEqual([]);
  });
});

describe("adding", () => {
  it("goes to the end of a group, of the list inside a scope, and beside a clause", () => {
    expect(known(addInto(question, [], adult)).path).toEqual([3]);
    expect(known(addInto(question, [2], is3D)).path).toEqual([2, 0, 2]);
    expect(known(addInto(question, [0], adult)).path).toEqual([1]);
  });

  it("makes a list of a lone clause, at the root and inside a scope", () => {
    const atRoot = known(addInto(of(female), [], adult));
    expect(atRoot.criteria.root).toEqual({ kind: "and", of: [female, adult] });
    const inScope = known(addInto(of({ kind: "series", of: flair }), [], is3D));
    expect(inScope.criteria.root).toEqual({ kind: "series", of: { kind: "and", of: [flair, is3D] } });
  });

  it("asks a series' part of some series of the exam, and refuses an exam's part in a series", () => {
    const added = known(addInto(question, [], flair));
    expect(nodeAt(added.criteria, [3])).toEqual({ kind: "series", of: { kind: "and", of: [flair] } });
    expect(nodeAt(added.criteria, added.path)).toBe(flair);
    expect(addInto(question, [2], female)).toBeNull();
  });
});

describe("moving", () => {
  it("steps past a neighbour, up and down", () => {
    const down = known(moveStep(question, [0], "down"));
    expect(down.criteria.root).toEqual({ kind: "and", of: [adult, female, series] });
    expect(down.path).toEqual([1]);
    const back = known(moveStep(down.criteria, down.path, "up"));
    expect(back).toEqual({ criteria: question, path: [0] });
  });

  it("takes a series group along when a series' part leaves its own", () => {
    const out = known(moveStep(question, [2, 0, 1], "out"));
    expect(out.criteria.root).toEqual({
      kind: "and",
      of: [
        female,
        adult,
        { kind: "series", of: { kind: "and", of: [flair] } },
        { kind: "series", of: { kind: "and", of: [is3D] } },
      ],
    });
    expect(out.path).toEqual([3]);
    // Up from the first place leaves the group too, before it.
    const up = known(moveStep(question, [2, 0, 0], "up"));
    expect(up.path).toEqual([2]);
    expect(nodeAt(up.criteria, [3])).toEqual({ kind: "series", of: { kind: "and", of: [is3D] } });
  });

  it("enters the group above", () => {
    const grouped = of({ kind: "and", of: [{ kind: "or", of: [female] }, adult] });
    const inside = known(moveStep(grouped, [1], "in"));
    expect(inside.criteria.root).toEqual({ kind: "and", of: [{ kind: "or", of: [female, adult] }] });
    expect(inside.path).toEqual([0, 1]);
  });

  it("makes a list where a row falls on a scope around one part", () => {
    const single = of({ kind: "and", of: [{ kind: "not", of: female }, adult] });
    const into = outlineOf(single.root).items[0];
    if (!into) throw new Error("no row");
    expect(known(moveInside(single, [1], into)).criteria.root).toEqual({
      kind: "and",
      of: [{ kind: "not", of: { kind: "and", of: [female, adult] } }],
    });
  });

  it("refuses the root, a row into itself, and an exam's part into a series", () => {
    expect(moveStep(question, [], "down")).toBeNull();
    expect(moveInto(question, [2], [2, 0, 0])).toBeNull();
    expect(moveInto(question, [0], [2, 0, 0])).toBeNull();
    expect(moveStep(question, [0], "up")).toBeNull();
  });
});
