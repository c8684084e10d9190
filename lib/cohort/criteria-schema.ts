import { z } from "zod";
import { CRITERIA_VERSION, criteriaSchema, MAX_DEPTH, MAX_NODES } from "./criteria";

/** Where the schema is published, below the catalogue's address. */
export const CRITERIA_SCHEMA_PATH = "/api/cohorts/criteria.schema.json";

const ofNumber = (name: string) => ({ properties: { [name]: { type: "number" as const } } });

/**
 * The JSON Schema (draft 2020-12) of the criteria of a cohort; its address names their version. What it cannot say
 * (bounds the wrong way round, depth and number of parts) is checked when criteria are read.
 */
export function criteriaJsonSchema(publicUrl: string): object {
  const address = new URL(CRITERIA_SCHEMA_PATH, publicUrl);
  address.searchParams.set("version", String(CRITERIA_VERSION));
  const schema = z.toJSONSchema(criteriaSchema, {
    io: "input",
    override: ({ jsonSchema }) => {
      const { min, max } = jsonSchema.properties ?? {};
      const isOpen = [min, max].every((bound) => typeof bound === "object" && bound.anyOf !== undefined);
      // Of two bounds that may be null one is given.
      if (isOpen) {
        jsonSchema.anyOf = [ofNumber("min"), ofNumber("max")];
      }
    },
  });
  return {
    ...schema,
    $id: address.href,
    title: "Ariane: the criteria of a cohort",
    description: `At most ${String(MAX_DEPTH)} parts inside each other and ${String(MAX_NODES)} in all.`,
  };
}
