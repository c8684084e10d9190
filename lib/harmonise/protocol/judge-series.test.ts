import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ParameterRule, ProtocolStep, Tolerance } from "./content";
import { protocolStepSchema } from "./content";
import { judgeSeries, rulesAt, worse } from "./judge-series";
import { PARAMETER_NAMES, parameter, type SeriesFacts } from "./parameters";
import { factsOf, SCANNER } from "./testing/facts";
import { inKeptUnit, unitsOf } from "./units";

const judge = (series: Partial<SeriesFacts>, rules: readonly ParameterRule[], scanner = SCANNER) =>
  judgeSeries(factsOf(series), scanner, rulesAt(stepOf(rules), scanner));

function stepOf(rules: readonly ParameterRule[], variants: ProtocolStep["variants"] = []): ProtocolStep {
  return protocolStepSchema.parse({ name: "T1", role: "T1w", rules, variants });
}

const TR: ParameterRule = { parameter: "repetitionTimeMs", expect: { value: 2000 }, severity: "major" };

describe("a series against its rules", () => {
  it("is compliant without findings when everything is as asked", () => {
    expect(judge({ repetitionTimeMs: 2000 }, [TR])).toEqual({ value: "compliant", findings: [] });
  });

  it("is undetermined, never compliant, by a parameter that is not known", () => {
    const { value, findings } = judge({}, [TR]);
    expect(value).toBe("undetermined");
    expect(findings).toEqual([
      {
        parameter: "repetitionTimeMs",
        expected: { value: 2000 },
        observed: null,
        tolerance: null,
        delta: null,
        unit: "ms",
        verdict: "undetermined",
        scope: "network",
      },
    ]);
    for (const name of PARAMETER_NAMES.filter((one) => one !== "fieldStrengthTesla")) {
      const { kind } = parameter(name);
      const value = { number: 1, numbers: [1], text: "a", flag: true }[kind];
      const rule: ParameterRule = { parameter: name, expect: { value }, severity: "minor" };
      expect(judge({}, [rule]).value, name).toBe("undetermined");
    }
    expect(judge({ repetitionTimeMs: Number.NaN }, [TR]).value).toBe("undetermined");
    const field: ParameterRule = { parameter: "fieldStrengthTesla", expect: { min: 0 }, severity: "minor" };
    expect(judge({}, [field], { ...SCANNER, fieldStrengthTesla: 0 }).value).toBe("undetermined");
  });

  it("takes 0 for a bound like any other", () => {
    const gap = (min?: number, max?: number): ParameterRule => ({
      parameter: "sliceGapMm",
      expect: { ...(min !== undefined && { min }), ...(max !== undefined && { max }) },
      severity: "major",
    });
    const touching = { sliceThicknessMm: 3, sliceSpacingMm: 3 };
    const apart = { sliceThicknessMm: 3, sliceSpacingMm: 3.3 };
    const over = { sliceThicknessMm: 3, sliceSpacingMm: 2.7 };
    expect(judge(touching, [gap(0, 0)]).value).toBe("compliant");
    expect(judge(apart, [gap(undefined, 0)])).toMatchObject({ value: "major", findings: [{ delta: 0.3 }] });
    expect(judge(over, [gap(0)])).toMatchObject({ value: "major", findings: [{ delta: -0.3 }] });
    expect(judge(over, [gap(undefined, 0)]).value).toBe("compliant");
  });

  it("never lets lists of different length be the same", () => {
    const echoes: ParameterRule = {
      parameter: "echoTimesMs",
      expect: { value: [5, 10, 15] },
      tolerance: { relative: 10, absolute: 1000 },
      severity: "major",
    };
    expect(judge({ echoTimesMs: [5, 10] }, [echoes])).toMatchObject({
      value: "major",
      findings: [{ observed: [5, 10], delta: null }],
    });
    expect(judge({ echoTimesMs: [5, 10, 15, 20] }, [echoes]).value).toBe("major");
    expect(judge({ echoTimesMs: [5, 10, 15] }, [echoes]).value).toBe("compliant");
  });

  it("tells of the element that is furthest away", () => {
    const echoes: ParameterRule = {
      parameter: "echoTimesMs",
      expect: { value: [5, 10] },
      tolerance: { absolute: 0.5 },
      severity: "minor",
    };
    expect(judge({ echoTimesMs: [5.4, 12] }, [echoes])).toMatchObject({ findings: [{ delta: 2 }] });
  });

  it("compares lists that are kept ascending in whatever order the protocol names them", () => {
    const b: ParameterRule = { parameter: "bValuesSPerMm2", expect: { value: [1000, 0] }, severity: "major" };
    expect(judge({ bValuesSPerMm2: [0, 1000] }, [b]).value).toBe("compliant");
    const matrix: ParameterRule = {
      parameter: "acquisitionMatrix",
      expect: { value: [256, 240] },
      severity: "major",
    };
    expect(judge({ acquisitionMatrix: [240, 256] }, [matrix]).value).toBe("major");
  });

  it("takes one of several, and tells how far the nearest is", () => {
    const rule: ParameterRule = {
      parameter: "flipAngleDeg",
      expect: { oneOf: [8, 12] },
      tolerance: { absolute: 1 },
      severity: "minor",
    };
    expect(judge({ flipAngleDeg: 8.9 }, [rule]).value).toBe("compliant");
    expect(judge({ flipAngleDeg: 10.5 }, [rule])).toMatchObject({ findings: [{ delta: -1.5 }] });
  });

  it("includes the bounds of a range, tolerance added at each", () => {
    const rule: ParameterRule = {
      parameter: "voxelSizeXMm",
      expect: { min: 0.8, max: 1 },
      tolerance: { absolute: 0.05 },
      severity: "minor",
    };
    for (const voxelSizeXMm of [0.75, 0.8, 1, 1.05])
      expect(judge({ voxelSizeXMm }, [rule]).value).toBe("compliant");
    for (const voxelSizeXMm of [0.74, 1.06]) expect(judge({ voxelSizeXMm }, [rule]).value).toBe("minor");
  });

  it("lets the wider of two tolerances count, the relative one of what is expected", () => {
    const both: Tolerance = { absolute: 5, relative: 0.1 };
    expect(judge({ repetitionTimeMs: 2200 }, [{ ...TR, tolerance: both }]).value).toBe("compliant");
    expect(judge({ repetitionTimeMs: 2201 }, [{ ...TR, tolerance: both }]).value).toBe("major");
  });

  it("compares words without case, and flags as they are", () => {
    const coil: ParameterRule = { parameter: "receiveCoil", expect: { value: "HEAD 32" }, severity: "minor" };
    expect(judge({ receiveCoil: "Head 32 " }, [coil]).value).toBe("compliant");
    expect(judge({ receiveCoil: "Head 20" }, [coil]).value).toBe("minor");
    const flag: ParameterRule = { parameter: "is3D", expect: { value: true }, severity: "major" };
    expect(judge({ is3D: false }, [flag]).value).toBe("major");
  });

  it("puts what is wrong before what is not known", () => {
    const rules: ParameterRule[] = [
      TR,
      { parameter: "flipAngleDeg", expect: { value: 9 }, severity: "minor" },
    ];
    expect(judge({ flipAngleDeg: 12 }, rules).value).toBe("minor");
    expect(worse("undetermined", "compliant")).toBe("undetermined");
    expect(worse("major", "minor")).toBe("major");
  });

  it("cannot tell by a unit that measures something else", () => {
    const step: ProtocolStep = { ...stepOf([]), rules: [{ ...TR, unit: "mm" }] };
    const { value, findings } = judgeSeries(
      factsOf({ repetitionTimeMs: 2000 }),
      SCANNER,
      rulesAt(step, SCANNER),
    );
    expect(value).toBe("undetermined");
    expect(findings).toMatchObject([{ observed: null, delta: null, unit: "mm" }]);
  });
});

describe("the scope of a rule", () => {
  const tr = (value: number): ParameterRule => ({ ...TR, expect: { value } });
  const variants: ProtocolStep["variants"] = [
    { scope: { scanner: SCANNER.scannerId }, rules: [tr(5)] },
    { scope: { model: "prisma" }, rules: [tr(4)] },
    { scope: { vendor: "Siemens" }, rules: [tr(3)] },
    { scope: { fieldStrengthTesla: 3 }, rules: [tr(2)] },
  ];

  it("is the narrowest that holds: scanner, model, vendor, field strength, network", () => {
    const scopes = ["scanner", "model", "vendor", "fieldStrength", "network"] as const;
    scopes.forEach((scope, index) => {
      const [chosen] = rulesAt(stepOf([tr(1)], variants.slice(index)), SCANNER);
      expect(chosen).toMatchObject({ scope, rule: { expect: { value: 5 - index } } });
    });
    expect(
      rulesAt(stepOf([tr(1)], variants), { ...SCANNER, scannerId: "x", model: "Vida" })[0],
    ).toMatchObject({ scope: "vendor" });
  });

  it("leaves the network's rules on other parameters standing", () => {
    const flip: ParameterRule = { parameter: "flipAngleDeg", expect: { value: 9 }, severity: "minor" };
    const rules = rulesAt(stepOf([tr(1), flip], variants), SCANNER);
    expect(rules.map(({ rule, scope }) => [rule.parameter, scope])).toEqual([
      ["repetitionTimeMs", "scanner"],
      ["flipAngleDeg", "network"],
    ]);
  });

  it("does not depend on the order of variants, close field strengths included", () => {
    const close: ProtocolStep["variants"] = [
      ...variants.slice(1),
      { scope: { fieldStrengthTesla: 2.9 }, rules: [tr(29)] },
      { scope: { model: "Prisma" }, rules: [tr(44)] },
    ];
    const expected = rulesAt(stepOf([], close), SCANNER);
    fc.assert(
      fc.property(fc.shuffledSubarray(close, { minLength: close.length }), (order) => {
        expect(rulesAt(stepOf([], order), SCANNER)).toEqual(expected);
      }),
    );
    const scanner = { ...SCANNER, model: "other", manufacturer: "GE" };
    expect(rulesAt(stepOf([], close), { ...scanner, fieldStrengthTesla: 2.8936 })[0]?.rule.expect).toEqual({
      value: 29,
    });
  });
});

const numbers = PARAMETER_NAMES.filter(
  (name) => parameter(name).kind === "number" && name !== "fieldStrengthTesla" && name !== "sliceGapMm",
) as (keyof SeriesFacts & (typeof PARAMETER_NAMES)[number])[];
const finite = fc.double({ min: 0, max: 20_000, noNaN: true, noDefaultInfinity: true });
const numericCase = fc.record({
  parameter: fc.constantFrom(...numbers),
  observed: fc.option(finite, { nil: null }),
  expect: fc.oneof(
    finite.map((value) => ({ value })),
    fc.array(finite, { minLength: 1, maxLength: 4 }).map((oneOf) => ({ oneOf })),
    fc.tuple(finite, finite).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) })),
  ),
  tolerance: fc.record({
    absolute: fc.double({ min: 0, max: 500, noNaN: true }),
    relative: fc.double({ min: 0, max: 2, noNaN: true }),
  }),
  severity: fc.constantFrom("minor" as const, "major" as const),
});
const WORST = ["compliant", "undetermined", "minor", "major"];

describe("properties", () => {
  it("widening a tolerance never worsens a verdict", () => {
    const wider = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(numericCase, wider, wider, ({ observed, ...rule }, more, muchMore) => {
        const series = { [rule.parameter]: observed };
        const before = judge(series, [rule]).value;
        const tolerance = {
          absolute: rule.tolerance.absolute + more,
          relative: rule.tolerance.relative + muchMore,
        };
        expect(WORST.indexOf(judge(series, [{ ...rule, tolerance }]).value)).toBeLessThanOrEqual(
          WORST.indexOf(before),
        );
      }),
    );
  });

  it("the order of rules does not matter", () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(numericCase, { maxLength: 8, selector: (one) => one.parameter })
          .chain((list) =>
            fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
          ),
        ([list, order]) => {
          const series = Object.fromEntries(list.map((one) => [one.parameter, one.observed]));
          const rules = (of: typeof list) => of.map(({ observed: _, ...rule }) => rule);
          expect(judge(series, rules(order))).toEqual(judge(series, rules(list)));
        },
      ),
    );
  });

  it("the unit that a protocol is written in does not matter", () => {
    fc.assert(
      fc.property(numericCase, fc.nat(), ({ observed, ...rule }, which) => {
        const kept = parameter(rule.parameter).unit;
        const units = unitsOf(kept);
        const unit = units[which % units.length] ?? kept;
        const per = 1 / (inKeptUnit(unit, kept) ?? 1);
        const { absolute, relative } = rule.tolerance;
        const series = { [rule.parameter]: observed };
        const rewritten = {
          ...rule,
          unit,
          expect: Object.fromEntries(
            Object.entries(rule.expect).map(([key, value]) => [
              key,
              Array.isArray(value) ? value.map((one) => one * per) : value * per,
            ]),
          ) as typeof rule.expect,
          tolerance: { absolute: absolute * per, relative },
        };
        expect(judge(series, [rewritten]).value).toBe(judge(series, [rule]).value);
      }),
    );
  });

  it("what is not known is never compliant, whatever is asked", () => {
    fc.assert(
      fc.property(numericCase, (one) => {
        const { observed: _, ...rule } = one;
        expect(judge({ [rule.parameter]: null }, [rule]).value).toBe("undetermined");
      }),
    );
  });
});
