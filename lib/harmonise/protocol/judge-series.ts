import type { Expectation, ParameterRule, ProtocolStep, Scope, Tolerance } from "./content";
import type { SeriesFinding, VerdictValue } from "./finding";
import {
  parameter,
  PARAMETER_NAMES,
  type ParameterName,
  type ParameterValue,
  type ScannerFacts,
  type SeriesFacts,
} from "./parameters";
import { inKeptUnit } from "./units";

export type ScopeName = SeriesFinding["scope"];

/** A rule, whose it is, and what it asks in the unit that Ariane keeps: it is judged in that one, whatever it is written in. */
export interface ScopedRule {
  rule: ParameterRule;
  scope: ScopeName;
  /** How many kept units one unit of the rule is; null when they do not measure the same thing. */
  factor: number | null;
  expected: Expectation;
  tolerance: Tolerance | null;
}

/** How a series is, by the rules of one step. */
export interface SeriesJudgement {
  value: VerdictValue;
  /** Empty when compliant; in the order of the vocabulary of parameters. */
  findings: SeriesFinding[];
}

const WORST: readonly VerdictValue[] = ["compliant", "undetermined", "minor", "major"];

/** The worse of two verdicts: what is known to be wrong goes before what is not known. */
export function worse(a: VerdictValue, b: VerdictValue): VerdictValue {
  return WORST.indexOf(a) >= WORST.indexOf(b) ? a : b;
}

/**
 * The rules of a step at one scanner: on each parameter that of the narrowest scope, scanner before model, vendor, field
 * strength and network; in the order of the vocabulary of parameters.
 */
export function rulesAt(step: ProtocolStep, scanner: ScannerFacts): ScopedRule[] {
  const chosen = new Map<ParameterName, ScopedRule>();
  for (const rule of step.rules) chosen.set(rule.parameter, scoped(rule, "network"));
  const variants = step.variants
    .filter(({ scope }) => holds(scope, scanner))
    .sort((a, b) => breadth(a.scope) - breadth(b.scope) || farther(a.scope, b.scope, scanner));
  for (const { scope, rules } of variants) {
    for (const rule of rules) chosen.set(rule.parameter, scoped(rule, scopeName(scope)));
  }
  return PARAMETER_NAMES.flatMap((name) => chosen.get(name) ?? []);
}

/** Widest first. */
const BREADTH: readonly ScopeName[] = ["network", "fieldStrength", "vendor", "model", "scanner"];

function breadth(scope: Scope): number {
  return BREADTH.indexOf(scopeName(scope));
}

function scopeName(scope: Scope): ScopeName {
  if ("scanner" in scope) return "scanner";
  if ("model" in scope) return "model";
  return "vendor" in scope ? "vendor" : "fieldStrength";
}

/** Nominal fields are written as 3 and as 2.8936. */
const FIELD_TOLERANCE_TESLA = 0.3;

function holds(scope: Scope, scanner: ScannerFacts): boolean {
  if ("scanner" in scope) return scope.scanner === scanner.scannerId;
  if ("model" in scope) return scope.model.toLowerCase() === scanner.model.toLowerCase();
  if ("vendor" in scope) return scope.vendor === scanner.manufacturer;
  return Math.abs(scope.fieldStrengthTesla - scanner.fieldStrengthTesla) < FIELD_TOLERANCE_TESLA;
}

/** Of two scopes of one breadth the one that fits less well goes first, so that the order of variants does not matter. */
function farther(a: Scope, b: Scope, scanner: ScannerFacts): number {
  if ("fieldStrengthTesla" in a && "fieldStrengthTesla" in b) {
    const distance = (scope: { fieldStrengthTesla: number }) =>
      Math.abs(scope.fieldStrengthTesla - scanner.fieldStrengthTesla);
    return distance(b) - distance(a) || a.fieldStrengthTesla - b.fieldStrengthTesla;
  }
  const exact = (scope: Scope) => Number("model" in scope && scope.model === scanner.model);
  const [first, second] = [JSON.stringify(a), JSON.stringify(b)];
  return exact(a) - exact(b) || (first < second ? -1 : first > second ? 1 : 0);
}

function scoped(rule: ParameterRule, scope: ScopeName): ScopedRule {
  const { kind, unit } = parameter(rule.parameter);
  const isNumeric = kind === "number" || kind === "numbers";
  const factor = isNumeric ? inKeptUnit(rule.unit ?? unit, unit) : 1;
  const times = factor ?? Number.NaN;
  const { absolute, relative } = rule.tolerance ?? {};
  return {
    rule,
    scope,
    factor,
    expected: scaledExpectation(rule.expect, times, ASCENDING.has(rule.parameter)),
    tolerance:
      rule.tolerance === undefined
        ? null
        : {
            ...(absolute !== undefined && { absolute: absolute * times }),
            ...(relative !== undefined && { relative }),
          },
  };
}

/** Lists that are kept ascending, in whatever order a protocol names them. */
const ASCENDING: ReadonlySet<ParameterName> = new Set(["echoTimesMs", "bValuesSPerMm2"]);

type RuleValue = number | number[] | string | boolean;

function scaledExpectation(expect: Expectation, factor: number, ascending: boolean): Expectation {
  const scaled = (value: RuleValue): RuleValue => {
    if (typeof value === "number") return value * factor;
    if (typeof value !== "object") return value;
    const list = value.map((one) => one * factor);
    return ascending ? list.sort((a, b) => a - b) : list;
  };
  if ("value" in expect) return { value: scaled(expect.value) };
  if ("oneOf" in expect) return { oneOf: expect.oneOf.map(scaled) };
  return {
    ...(expect.min !== undefined && { min: expect.min * factor }),
    ...(expect.max !== undefined && { max: expect.max * factor }),
  };
}

/**
 * Whether a series is as a step asks, and in what it is not. A parameter that is not known is `undetermined`, never
 * compliant. Pure; the order of rules does not matter.
 */
export function judgeSeries(
  series: SeriesFacts,
  scanner: ScannerFacts,
  rules: readonly ScopedRule[],
): SeriesJudgement {
  let value: VerdictValue = "compliant";
  const findings: SeriesFinding[] = [];
  for (const scopedRule of rules) {
    const { rule, scope, factor, expected, tolerance } = scopedRule;
    const { kind, unit, of } = parameter(rule.parameter);
    const observed = known(of(series, scanner));
    const deviation =
      observed === null || factor === null ? null : deviationOf(observed, expected, tolerance);
    if (deviation?.allowed) continue;
    const verdict = deviation === null ? "undetermined" : rule.severity;
    value = worse(value, verdict);
    const isNumeric = kind === "number" || kind === "numbers";
    findings.push({
      parameter: rule.parameter,
      expected: rule.expect,
      observed: observed === null || factor === null ? null : inUnit(observed, factor),
      tolerance: rule.tolerance ?? null,
      delta: deviation === null || deviation.delta === null ? null : rounded(deviation.delta / (factor ?? 1)),
      unit: isNumeric ? (rule.unit ?? unit) : "1",
      verdict,
      scope,
    });
  }
  return { value, findings };
}

/** Null for a value that is not known, a header's NaN among them. */
function known(value: ParameterValue | null): ParameterValue | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (value === null || typeof value !== "object") return value;
  return value.length > 0 && value.every(Number.isFinite) ? value : null;
}

function inUnit(value: ParameterValue, factor: number): RuleValue {
  if (typeof value === "number") return rounded(value / factor);
  return typeof value === "object" ? value.map((one) => rounded(one / factor)) : value;
}

/** Headers carry binary fractions of decimal values. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** Whether two values of one parameter are the same within a tolerance, and by how much they differ; in kept units. */
export function compareValues(
  observed: ParameterValue | null,
  reference: ParameterValue | null,
  tolerance: Tolerance | null,
): Deviation | null {
  const [one, other] = [known(observed), known(reference)];
  return one === null || other === null ? null : fromValue(one, other, tolerance);
}

/** How far a value is from what is allowed. */
export interface Deviation {
  allowed: boolean;
  /** Observed minus the nearest allowed value, of the element that is furthest away. */
  delta: number | null;
}

function deviationOf(
  observed: ParameterValue,
  expected: Expectation,
  tolerance: Tolerance | null,
): Deviation {
  if ("value" in expected) return fromValue(observed, expected.value, tolerance);
  if ("oneOf" in expected) {
    const all = expected.oneOf.map((value) => fromValue(observed, value, tolerance));
    const nearest = all.toSorted((a, b) => distance(a) - distance(b))[0];
    return { allowed: all.some(({ allowed }) => allowed), delta: nearest?.delta ?? null };
  }
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = expected;
  const values = typeof observed === "number" ? [observed] : typeof observed === "object" ? observed : [];
  return furthest(
    values.map((value) => {
      const bound = value < min ? min : value > max ? max : value;
      return { allowed: within(value, bound, tolerance), delta: value - bound };
    }),
  );
}

function distance({ allowed, delta }: Deviation): number {
  return allowed ? -1 : delta === null ? Number.POSITIVE_INFINITY : Math.abs(delta);
}

function fromValue(
  observed: ParameterValue,
  expected: ParameterValue,
  tolerance: Tolerance | null,
): Deviation {
  if (typeof observed === "number" && typeof expected === "number") {
    return { allowed: within(observed, expected, tolerance), delta: observed - expected };
  }
  if (typeof observed === "object" && typeof expected === "object") {
    // Three echoes never match two.
    if (observed.length !== expected.length) return { allowed: false, delta: null };
    return furthest(
      observed.map((value, index) => fromValue(value, expected[index] ?? Number.NaN, tolerance)),
    );
  }
  if (typeof observed === "string" && typeof expected === "string") {
    return { allowed: observed.trim().toLowerCase() === expected.trim().toLowerCase(), delta: null };
  }
  return { allowed: observed === expected, delta: null };
}

function furthest(all: readonly Deviation[]): Deviation {
  const [first] = all;
  if (first && all.length === 1) return first;
  const worst = all.toSorted((a, b) => distance(b) - distance(a))[0];
  return worst ?? { allowed: false, delta: null };
}

/** What two decimal representations of one value may differ by. */
const SAME = 1e-9;

function within(observed: number, expected: number, tolerance: Tolerance | null): boolean {
  const allowed = Math.max(tolerance?.absolute ?? 0, (tolerance?.relative ?? 0) * Math.abs(expected));
  return (
    Math.abs(observed - expected) <= allowed + SAME * Math.max(1, Math.abs(expected), Math.abs(observed))
  );
}
