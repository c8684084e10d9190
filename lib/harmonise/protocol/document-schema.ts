import { z } from "zod";
import { parameterRuleSchema, protocolDocumentSchema } from "./content";
import { parameter, PARAMETER_NAMES, type ParameterKind } from "./parameters";
import { unitsOf } from "./units";

/** Where the schema is published, below the catalogue's address. */
export const SCHEMA_PATH = "/api/protocols/schema.json";

/**
 * The JSON Schema (draft 2020-12) of a protocol document. What it cannot say (ranges the wrong way round, names given
 * twice, steps that do not exist) is checked when the document is read.
 */
export function protocolDocumentJsonSchema(publicUrl: string): object {
  const schema = z.toJSONSchema(protocolDocumentSchema, {
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      // Not every validator knows \\p{L}; what it leaves out is left out of ASCII and Latin-1 here.
      if (jsonSchema.pattern?.includes("\\p{")) jsonSchema.pattern = NAME_PATTERN;
      if (zodSchema === parameterRuleSchema) Object.assign(jsonSchema, { allOf: rulesByParameter() });
    },
  });
  return {
    ...schema,
    $id: new URL(SCHEMA_PATH, publicUrl).href,
    title: "Ariane: a version of an acquisition protocol",
  };
}

/** A letter or digit, then letters, digits, spaces and ._+*- */
const NAME_PATTERN = "^[^\\u0000-/:-@\\[-`{-\u00bf][^\\u0000-\\u001f!-),/:-@\\[-^`{-\u00bf]{0,59}$";

const VALUE_OF_KIND: Record<ParameterKind, object> = {
  number: { type: "number" },
  numbers: { type: "array", items: { type: "number" } },
  text: { type: "string" },
  flag: { type: "boolean" },
};

/** Each group of parameters admits its own kind of value and its own units. */
function rulesByParameter(): object[] {
  const groups = new Map<string, string[]>();
  for (const name of PARAMETER_NAMES) {
    const { kind, unit } = parameter(name);
    const key = JSON.stringify([kind, unit]);
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()].flatMap((names) => {
    const first = PARAMETER_NAMES.find((name) => name === names[0]);
    if (first === undefined) return [];
    const { kind, unit } = parameter(first);
    const isNumeric = kind === "number" || kind === "numbers";
    const value = VALUE_OF_KIND[kind];
    return [
      {
        if: { properties: { parameter: { enum: names } } },
        then: {
          properties: {
            unit: { enum: unitsOf(unit) },
            expect: {
              properties: { value, oneOf: { type: "array", items: value } },
              anyOf: (isNumeric ? ["value", "oneOf", "min", "max"] : ["value", "oneOf"]).map((key) => ({
                required: [key],
              })),
            },
            ...(isNumeric ? {} : { tolerance: false }),
          },
        },
      },
    ];
  });
}
