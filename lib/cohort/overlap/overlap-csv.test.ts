import { describe, expect, it } from "vitest";
import { EVERYTHING } from "../criteria";
import { encodeCriteria } from "../url";
import type { Overlap } from "./overlap";
import { overlapParameters, readOverlapAddress } from "./overlap-address";
import { overlapCsv } from "./overlap-csv";
import { overlapRequestSchema } from "./overlap-request";
import { narrowed } from "./value-clauses";

const value = (key: string, label: string | null = null) => ({
  ...{ key, labels: label === null ? null : { fr: label, en: label }, clause: null, clauseIsWider: false },
});
const count = (subjects: number | "below-11", exams = subjects) => ({ subjects, exams });

describe("a matrix as CSV", () => {
  const overlap: Exclude<Overlap, { access: "nothing" }> = {
    access: "counts",
    request: overlapRequestSchema.parse({ rows: "scanner", columns: "diagnosis" }),
    ...{ dimensions: [], cut: false },
    rows: [value("s1", '=HYPERLINK("http://x";"y")')],
    columns: [value("DOID:2377", "multiple, sclerosis"), value("@none")],
    tables: [
      {
        split: null,
        total: count(40),
        rowMargins: [count(40)],
        columnMargins: [count(30, 55), count("below-11")],
        cells: [[count(30, 55), count("below-11")]],
        confounding: null,
      },
    ],
  };

  it("has a line for each cell and margin, and runs no formula", () => {
    expect(overlapCsv(overlap, 50, "en").split("\r\n")).toEqual([
      "row_dimension,row,row_label,column_dimension,column,column_label,subjects,exams,mark",
      `scanner,s1,"'=HYPERLINK(""http://x"";""y"")",diagnosis,DOID:2377,"multiple, sclerosis",30,55,thin`,
      `scanner,s1,"'=HYPERLINK(""http://x"";""y"")",diagnosis,none,,<11,<11,hidden`,
      `scanner,s1,"'=HYPERLINK(""http://x"";""y"")",diagnosis,all,,40,40,thin`,
      `scanner,all,,diagnosis,DOID:2377,"multiple, sclerosis",30,55,thin`,
      "scanner,all,,diagnosis,none,,<11,<11,hidden",
      "scanner,all,,diagnosis,all,,40,40,thin",
      "",
    ]);
  });
});

describe("the address of a matrix", () => {
  it("comes back as it was", () => {
    const criteria = narrowed(EVERYTHING, [{ kind: "sex", values: ["female"] }]);
    const request = overlapRequestSchema.parse({
      rows: "age",
      columns: "sex",
      split: "site",
      unit: "exams",
      level: "2",
    });
    const params = overlapParameters({ criteria, request, thinBelow: 5 });
    expect(readOverlapAddress(Object.fromEntries(params))).toEqual({ criteria, request, thinBelow: 5 });
  });

  it("gives the usual for what is none, and nothing for a damaged question", () => {
    const usual = { request: overlapRequestSchema.parse({}), thinBelow: 11 };
    expect(readOverlapAddress({})).toEqual({ criteria: EVERYTHING, ...usual });
    const odd = { q: encodeCriteria(EVERYTHING), rows: "age", columns: "age", thin: "3", split: ["a", "b"] };
    expect(readOverlapAddress(odd)).toEqual({ criteria: EVERYTHING, ...usual });
    expect(readOverlapAddress({ q: "damaged" })).toBeNull();
    expect(readOverlapAddress({ q: ["a", "b"] })).toBeNull();
  });
});

it("a narrowed question keeps its root apart from an alternative", () => {
  const root = { kind: "or" as const, of: [{ kind: "sex" as const, values: ["female" as const] }] };
  expect(
    narrowed({ version: 1, root }, [{ kind: "and", of: [{ kind: "site", codes: ["A"] }] }]).root,
  ).toEqual({
    kind: "and",
    of: [root, { kind: "site", codes: ["A"] }],
  });
});
