import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { parameterRuleSchema } from "./content";
import { protocolDocumentJsonSchema } from "./document-schema";
import { formatProtocolDocument } from "./format-document";
import { MAX_DOCUMENT_LENGTH, parseProtocolDocument } from "./parse-document";
import { arbitraryDocument } from "./testing/arbitrary-document";

const SCHEMA_URL = "https://ariane.example/api/protocols/schema.json";

/** What is wrong with a text, as "line code path". */
function complaints(text: string): string[] {
  const parsed = parseProtocolDocument(text);
  return parsed.ok
    ? []
    : parsed.issues.map(({ line, code, path }) => [line, code, path.join(".")].join(" ").trim());
}

const GOOD = `code: CORE-TEST
name: Socle d’essai
validFrom: 2024-01-01
content:
  steps:
    - name: FLAIR 3D
      role: FLAIR
      is3D: true
      rules:
        - parameter: inversionTimeMs
          expect: { value: 1.65 }
          tolerance: { relative: 0.03 }
          unit: s
          severity: major
        - { parameter: sliceGapMm, expect: { min: 0, max: 0 }, severity: minor }
      variants:
        - scope: { vendor: Philips }
          rules:
            - { parameter: inversionTimeMs, expect: { oneOf: [1600, 1650] }, severity: major }
    - name: T1
      role: T1w
  pairs:
    - { first: T1, second: FLAIR 3D, relation: sameOrientation, severity: minor }
`;

describe("a protocol as a file", () => {
  it("is read with its defaults, and zero stays a bound", () => {
    const parsed = parseProtocolDocument(GOOD);
    expect(parsed.ok && parsed.document).toMatchObject({
      validUntil: null,
      content: {
        ordered: false,
        steps: [
          {
            map: null,
            required: true,
            count: { min: 1, max: 1 },
            rules: [{}, { expect: { min: 0, max: 0 } }],
          },
          {},
        ],
      },
    });
  });

  it("comes back from YAML and from JSON as it was", () => {
    fc.assert(
      fc.property(
        arbitraryDocument,
        fc.constantFrom("yaml" as const, "json" as const),
        (document, format) => {
          const parsed = parseProtocolDocument(formatProtocolDocument(document, format, SCHEMA_URL));
          expect(parsed).toMatchObject({ ok: true });
          expect(parsed.ok && parsed.document).toEqual(document);
        },
      ),
    );
  });

  it.each([
    [
      "an unknown key",
      "role: T1w",
      "role: T1w\n      colour: red",
      ["22 unknown-key content.steps.1.colour"],
    ],
    ["an unknown role", "role: FLAIR", "role: FLAIRS", ["7 not-one-of content.steps.0.role"]],
    [
      "an unknown parameter",
      "parameter: sliceGapMm",
      "parameter: gap",
      ["15 not-one-of content.steps.0.rules.1.parameter"],
    ],
    ["an unknown unit", "unit: s", "unit: parsec", ["13 unknown-unit content.steps.0.rules.0.unit"]],
    ["a unit of another quantity", "unit: s", "unit: mm", ["13 unknown-unit content.steps.0.rules.0.unit"]],
    [
      "a range the wrong way round",
      "min: 0, max: 0",
      "min: 0, max: -1",
      ["15 contradictory-range content.steps.0.rules.1.expect"],
    ],
    ["a range without bounds", "{ min: 0, max: 0 }", "{}", ["15 empty-range content.steps.0.rules.1.expect"]],
    ["a word for a number", "value: 1.65", "value: long", ["11 wrong-kind content.steps.0.rules.0.expect"]],
    [
      "a misspelt expectation",
      "value: 1.65",
      "valeu: 1.65",
      ["11 unknown-key content.steps.0.rules.0.expect.valeu"],
    ],
    [
      "a negative tolerance",
      "relative: 0.03",
      "relative: -1",
      ["12 too-small content.steps.0.rules.0.tolerance.relative"],
    ],
    ["no severity", "          severity: major\n", "", ["10 missing-key content.steps.0.rules.0.severity"]],
    [
      "one parameter twice",
      "parameter: sliceGapMm",
      "parameter: inversionTimeMs",
      ["15 parameter-twice content.steps.0.rules.1.parameter"],
    ],
    [
      "one scope twice",
      "variants:",
      "variants:\n        - { scope: { vendor: Philips }, rules: [] }",
      ["18 scope-twice content.steps.0.variants.1.scope"],
    ],
    [
      "one name twice",
      "name: T1",
      "name: FLAIR 3D",
      ["20 name-twice content.steps.1.name", "23 unknown-step content.pairs.0.first"],
    ],
    [
      "an unknown scope",
      "vendor: Philips",
      "vendr: Philips",
      ["17 unknown-key content.steps.0.variants.0.scope.vendr"],
    ],
    ["a step that is not there", "first: T1", "first: T2", ["23 unknown-step content.pairs.0.first"]],
    [
      "a parameter of no use to its relation",
      "relation: sameOrientation",
      "relation: sameParameter",
      ["23 pair-parameter content.pairs.0.parameter"],
    ],
    [
      "an end before the beginning",
      "content:",
      "validUntil: 2023-01-01\ncontent:",
      ["4 contradictory-range validUntil"],
    ],
    ["no such day", "2024-01-01", "2024-02-30", ["3 bad-format validFrom"]],
    ["a code with spaces", "CORE-TEST", "core test", ["1 bad-format code"]],
    ["a key twice", "name: Socle", "name: Autre\nname: Socle", ["3 key-twice"]],
    ["an alias", "role: T1w", "role: *other", ["21 alias"]],
    ["a tag", "role: T1w", "role: !!js/function x", ["21 tag"]],
    ["two documents", "content:", "---\ncontent:", ["4 several-documents"]],
    ["a bracket that is not closed", "{ vendor: Philips }", "{ vendor: Philips", ["18 syntax"]],
  ])("is refused with its line for %s", (_, from, to, expected) => {
    expect(GOOD).toContain(from);
    expect(complaints(GOOD.replace(from, to))).toEqual(expected);
  });

  it("counts the lines of JSON too", () => {
    const json = '{\n\t"code": "A-1",\n\t"name": "x",\n\t"validFrom": "2024-01-01",\n\t"contents": {}\n}';
    expect(complaints(json)).toEqual(["1 missing-key content", "5 unknown-key contents"]);
  });

  it("refuses what is made to exhaust the reader", () => {
    const bomb = ["a: &a [x, x]", "b: &b [*a, *a]", "c: &c [*b, *b]", "d: [*c, *c]"].join("\n");
    expect(complaints(bomb)[0]).toMatch(/^2 alias/);
    const deep = ["[", "{a: ", "- ", "? ", '["]",'];
    for (const part of deep) expect(complaints(part.repeat(60_000))).toEqual(["1 too-deep"]);
    const stairs = Array.from({ length: 400 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n");
    expect(complaints(stairs)).toEqual(["201 too-deep"]);
    expect(complaints("x".repeat(MAX_DOCUMENT_LENGTH + 1))).toEqual(["1 too-large"]);
    const keys = Array.from({ length: 30_000 }, (_, index) => `k${index}: 1`).join("\n");
    expect(complaints(keys)).toHaveLength(50);
    for (const nothing of ["", "# only a remark", "---"]) expect(complaints(nothing)).toEqual(["1 empty"]);
  });

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json(), mutated()), (text) => {
        const parsed = parseProtocolDocument(text);
        if (!parsed.ok)
          for (const { line } of parsed.issues)
            expect(line).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length + 1);
      }),
    );
  });
});

/** The good file with one character replaced. */
function mutated(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(GOOD.length - 1), fc.constantFrom(..."[]{}:-?!&*#|>'\"%@`, \n\t0"))
    .map(([at, character]) => GOOD.slice(0, at) + character + GOOD.slice(at + 1));
}

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
  const input = JSON.stringify({ schema: protocolDocumentJsonSchema("https://ariane.example"), documents });
  const run = spawnSync("python3", ["-W", "ignore", "-c", PYTHON], { input, encoding: "utf8" });
  expect(run.stderr).toBe("");
  return JSON.parse(run.stdout) as boolean[];
}

describe("the published JSON Schema", () => {
  it("names its address, and every parameter in exactly one group", () => {
    const schema = JSON.stringify(protocolDocumentJsonSchema("https://ariane.example"));
    expect(schema).toContain(SCHEMA_URL);
    for (const name of parameterRuleSchema.shape.parameter.options) {
      expect(schema.split(`"${name}"`).length - 1, name).toBeGreaterThanOrEqual(2);
    }
  });

  it.skipIf(!hasReferee)("accepts what is accepted here (python3-jsonschema)", () => {
    const documents = fc.sample(arbitraryDocument, 60);
    const inputs = documents.map(
      (document) => JSON.parse(formatProtocolDocument(document, "json", SCHEMA_URL)) as unknown,
    );
    expect(acceptedByReferee(inputs)).toEqual(inputs.map(() => true));
  });

  it.skipIf(!hasReferee)("refuses what a schema can refuse (python3-jsonschema)", () => {
    const base = {
      code: "A-1",
      name: "x",
      validFrom: "2024-01-01",
    };
    const withRule = (rule: object) => ({
      ...base,
      content: { steps: [{ name: "T1", role: "T1w", rules: [{ severity: "minor", ...rule }] }] },
    });
    const rule = { parameter: "flipAngleDeg", expect: { value: 9 } };
    expect(acceptedByReferee([withRule(rule)])).toEqual([true]);
    const wrong = [
      base,
      { ...withRule(rule), colour: "red" },
      { ...withRule(rule), code: "a 1" },
      withRule({ ...rule, unit: "mm" }),
      withRule({ ...rule, unit: "parsec" }),
      withRule({ ...rule, severity: "fatal" }),
      withRule({ ...rule, parameter: "gap" }),
      withRule({ ...rule, expect: {} }),
      withRule({ ...rule, expect: { value: "nine" } }),
      withRule({ ...rule, expect: { value: 9, min: 8 } }),
      withRule({ ...rule, tolerance: { relative: -1 } }),
      withRule({ parameter: "receiveCoil", expect: { min: 3 } }),
      withRule({ parameter: "receiveCoil", expect: { value: "HC" }, tolerance: { absolute: 1 } }),
      withRule({ parameter: "echoTimesMs", expect: { value: 3 } }),
      withRule({ parameter: "is3D", expect: { oneOf: [1] } }),
    ];
    expect(wrong.map((document) => complaints(stringify(document)).length > 0)).toEqual(
      wrong.map(() => true),
    );
    expect(acceptedByReferee(wrong)).toEqual(wrong.map(() => false));
  });
});
