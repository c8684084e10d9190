import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { criteriaSchema } from "./criteria";
import { criteriaJsonSchema } from "./criteria-schema";
import { anyCriteria } from "./testing/any-criteria";

/** Debian's python3-jsonschema says which documents a schema accepts. */
const PYTHON = `
import json, sys
from jsonschema import Draft202012Validator
given = json.load(sys.stdin)
Draft202012Validator.check_schema(given["schema"])
validator = Draft202012Validator(given["schema"])
print(json.dumps([validator.is_valid(document) for document in given["documents"]]))
`;
const hasReferee = spawnSync("python3", ["-c", "import jsonschema"]).status === 0;

function acceptedByReferee(documents: readonly unknown[]): boolean[] {
  const input = JSON.stringify({ schema: criteriaJsonSchema("https://ariane.example"), documents });
  const run = spawnSync("python3", ["-W", "ignore", "-c", PYTHON], { input, encoding: "utf8" });
  expect(run.stderr).toBe("");
  return JSON.parse(run.stdout) as boolean[];
}

const of = (root: unknown) => ({ version: 1, root });
const sex = { kind: "sex", values: ["female"] };
const pair = {
  kind: "pair",
  part: "first",
  interval: { min: 9, max: 15, unit: "month" },
  sameScanner: true,
  bothCompliant: false,
  of: sex,
};

describe("the published JSON Schema of criteria", () => {
  it("names its address with the version of what it describes", () => {
    expect(criteriaJsonSchema("https://ariane.example")).toMatchObject({
      $id: "https://ariane.example/api/cohorts/criteria.schema.json?version=1",
      $schema: "https://json-schema.org/draft/2020-12/schema",
    });
  });

  it.skipIf(!hasReferee)("accepts what is accepted here (python3-jsonschema)", () => {
    const documents = [...fc.sample(anyCriteria, 150), of(pair)];
    expect(acceptedByReferee(documents)).toEqual(documents.map(() => true));
  });

  it.skipIf(!hasReferee)("refuses what a schema can refuse (python3-jsonschema)", () => {
    const wrong = [
      {},
      { version: 2, root: sex },
      { ...of(sex), colour: "red" },
      of(null),
      of([]),
      of("SELECT 1"),
      of({ kind: "sql", of: [] }),
      of({ kind: "sex", values: [] }),
      of({ kind: "sex", values: ["f"] }),
      of({ ...sex, more: 1 }),
      of({ kind: "site", codes: ["a'; DROP TABLE x --"] }),
      of({ kind: "age", min: null, max: null }),
      of({ kind: "age", min: 1.5, max: null }),
      of({ kind: "age", min: "18", max: null }),
      of({ kind: "score", name: "EDSS", min: null, max: null, rule: { at: "ever" } }),
      of({ kind: "role", values: ["T1w"] }),
      of({ kind: "series", of: sex }),
      of({ kind: "series", of: { kind: "number", name: "echoTimeMs", min: null, max: null } }),
      of({ kind: "and", of: [sex, { kind: "not" }] }),
      of({ kind: "diagnosis", codes: ["A"], rule: { at: "nearest" }, status: "present" }),
      of({ kind: "visits", atLeast: 0, of: sex }),
      of({ ...pair, part: "third" }),
      of({ ...pair, interval: { min: null, max: 3, unit: "month" } }),
    ];
    expect(wrong.map((document) => criteriaSchema.safeParse(document).success)).toEqual(
      wrong.map(() => false),
    );
    expect(acceptedByReferee(wrong)).toEqual(wrong.map(() => false));
  });
});
