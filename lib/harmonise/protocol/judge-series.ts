import type { Expectation, ParameterRule, ProtocolStep, Scope, Tolerance } from "./content";
import type { SeriesFinding, VerdictValue } from "./finding";
import {
  parameter,
  type ParameterName,
  type ParameterValue,
  type ScannerFacts,
  type SeriesFacts,
} from "./parameters";
import { inKeptUnit } from "./units";

export type ScopeName = SeriesFinding["scope"];

/** A rule, and whose it is. */
export interface ScopedRule {
  rule: ParameterRule;
  scope: ScopeName;
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
  for (const rule of step.rules) chosen.set(rule.parameter, { rule, scope: "network" });
  const scopes = step.variants
    .flatMap(({ scope, rules }) => {
      const name = scopeName(scope);
      return holds(scope, scanner) ? [{ scope: name, rules }] : [];
    })
    .sort((a, b) => BREADTH.indexOf(a.scope) - BREADTH.indexOf(b.scope));
  for (const { scope, rules } of scopes) {
    for (const rule of rules) chosen.set(rule.parameter, { rule, scope });
  }
  return [...chosen.values()];
}

/** Widest first. */
const BREADTH: readonly ScopeName[] = ["network", "fieldStrength", "vendor", "model", "scanner"];

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

/**
 * Whether a series is as a step asks, and in what it is not. A parameter that is not known is `undetermined`, never
 * compliant. Pure; the order of rules does not matter.
 */
export function judgeSeries(
  series: SeriesFacts,
  scanner: ScannerFacts,
  rules: readonly ScopedRule[],
): { value: VerdictValue; findings: SeriesFinding[] } {
  let value: VerdictValue = "compliant";
  const findings: SeriesFinding[] = [];
  for (const { rule, scope } of rules) {
    const { kind, unit: keptUnit, of } = parameter(rule.parameter);
    const unit = rule.unit ?? keptUnit;
    const factor = inKeptUnit(unit, keptUnit) ?? Number.NaN;
    const kept = of(series, scanner);
    const observed = kept === null ? null : inUnit(kept, factor);
    const tolerance = rule.tolerance ?? null;
    const deviation = observed === null ? null : deviationOf(observed, rule.expect, tolerance);
    if (deviation?.allowed) continue;
    const verdict = deviation === null ? "undetermined" : rule.severity;
    value = worse(value, verdict);
    findings.push({
      parameter: rule.parameter,
      expected: rule.expect,
      observed,
      tolerance,
      delta: deviation?.delta ?? null,
      unit: kind === "number" || kind === "numbers" ? unit : "1",
      verdict,
      scope,
    });
  }
  return { value, findings };
}

function inUnit(value: ParameterValue, factor: number): number | number[] | string | boolean {
  if (typeof value === "number") return rounded(value / factor);
  return typeof value === "object" ? value.map((one) => rounded(one / factor)) : value;
}

/** Headers carry binary fractions of decimal values. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

interface Deviation {
  allowed: boolean;
  /** Observed minus the nearest allowed value, of the element that is furthest away. */
  delta: number | null;
}

function deviationOf(
  observed: number | number[] | string | boolean,
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
      return { allowed: within(value, bound, tolerance), delta: rounded(value - bound) };
    }),
  );
}

function distance({ allowed, delta }: Deviation): number {
  return allowed ? -1 : delta === null ? Number.POSITIVE_INFINITY : Math.abs(delta);
}

function fromValue(
  observed: number | number[] | string | boolean,
  expected: number | readonly number[] | string | boolean,
  tolerance: Tolerance | null,
): Deviation {
  if (typeof observed === "number" && typeof expected === "number") {
    return { allowed: within(observed, expected, tolerance), delta: rounded(observed - expected) };
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
