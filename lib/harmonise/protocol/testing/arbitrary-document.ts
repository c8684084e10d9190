import fc from "fast-check";
import { SEQUENCE_ROLES } from "@/lib/harmonise/rules/role-features";
import {
  PAIR_RELATIONS,
  type ParameterRule,
  type ProtocolDocument,
  protocolDocumentSchema,
  SEVERITIES,
} from "../content";
import { parameter, PARAMETER_NAMES } from "../parameters";
import { unitsOf } from "../units";

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true }).map((x) => x + 0);
const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ._+*:#'"-]{0,12}$/).map((text) => text.trim());
const stepName = fc.stringMatching(/^[A-Za-z0-9é][A-Za-z0-9é ._+*-]{0,11}$/).map((text) => text.trim());

const VALUES = {
  number: finite,
  numbers: fc.array(finite, { minLength: 1, maxLength: 5 }),
  text: word,
  flag: fc.boolean(),
} as const;

const rule: fc.Arbitrary<ParameterRule> = fc.constantFrom(...PARAMETER_NAMES).chain((name) => {
  const { kind, unit } = parameter(name);
  const isNumeric = kind === "number" || kind === "numbers";
  const value: fc.Arbitrary<number | number[] | string | boolean> = VALUES[kind];
  const range = fc.tuple(finite, finite).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
  const expectation = fc.oneof(
    value.map((one) => ({ value: one })),
    fc.array(value, { minLength: 1, maxLength: 3 }).map((oneOf) => ({ oneOf })),
    ...(isNumeric ? [range, finite.map((min) => ({ min })), finite.map((max) => ({ max }))] : []),
  );
  const positive = fc.integer({ min: 0, max: 10_000 }).map((thousandths) => thousandths / 1000);
  return fc.record(
    {
      parameter: fc.constant(name),
      expect: expectation,
      severity: fc.constantFrom(...SEVERITIES),
      ...(isNumeric
        ? {
            tolerance: fc.record({ absolute: positive, relative: positive }, { requiredKeys: [] }),
            unit: fc.constantFrom(...unitsOf(unit)),
          }
        : {}),
    },
    { requiredKeys: ["parameter", "expect", "severity"] },
  ) as fc.Arbitrary<ParameterRule>;
});

const rules = fc.uniqueArray(rule, { maxLength: 5, selector: ({ parameter: name }) => name });
const scope = fc.oneof(
  fc.uuid({ version: 4 }).map((scanner) => ({ scanner })),
  word.map((model) => ({ model: model.trim() })),
  fc.constantFrom("Siemens", "Philips", "GE").map((vendor) => ({ vendor })),
  fc.constantFrom(1.5, 3, 7).map((fieldStrengthTesla) => ({ fieldStrengthTesla })),
);

const step = fc.record(
  {
    name: stepName,
    role: fc.constantFrom(...SEQUENCE_ROLES),
    is3D: fc.boolean(),
    map: fc.constantFrom(null, "ADC", "FA"),
    component: fc.constantFrom("magnitude", "phase"),
    contrastAgent: fc.constantFrom("yes", "no"),
    required: fc.boolean(),
    count: fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.nat(5))
      .map(([min, more]) => ({ min, max: min + more })),
    rules,
    variants: fc.uniqueArray(fc.record({ scope, rules }), {
      maxLength: 3,
      selector: (variant) => JSON.stringify(variant.scope),
    }),
  },
  { requiredKeys: ["name", "role"] },
);

/** Protocol documents of every form that the schema admits. */
export const arbitraryDocument: fc.Arbitrary<ProtocolDocument> = fc
  .uniqueArray(step, { minLength: 1, maxLength: 4, selector: ({ name }) => name })
  .chain((steps) => {
    const names = fc.constantFrom(...steps.map(({ name }) => name));
    const pair = fc.record({
      first: names,
      second: names,
      relation: fc.constantFrom(...PAIR_RELATIONS.filter((relation) => relation !== "sameParameter")),
      severity: fc.constantFrom(...SEVERITIES),
    });
    return fc.record({
      code: fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{1,39}$/),
      name: word,
      validFrom: fc.constantFrom("2021-01-01", "2024-02-29"),
      validUntil: fc.constantFrom(null, "2025-06-30"),
      reason: fc.oneof(fc.constant(""), word, fc.constant("yes: no\n- [x] {é}")),
      content: fc.record({
        steps: fc.constant(steps),
        pairs: fc.array(pair, { maxLength: 2 }),
        ordered: fc.boolean(),
      }),
    });
  })
  .map((document) => protocolDocumentSchema.parse(document));
