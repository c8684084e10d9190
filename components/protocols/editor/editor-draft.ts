import type {
  PairRule,
  ProtocolDocument,
  ProtocolStep,
  Scope,
  Severity,
} from "@/lib/harmonise/protocol/content";
import { parameter, type ParameterName } from "@/lib/harmonise/protocol/parameters";
import { SEQUENCE_ROLES } from "@/lib/harmonise/rules/role-features";

// A protocol as its form holds it: what is typed stays as it is typed until it is understood.

export type ExpectForm = "value" | "oneOf" | "range";
export type ScopeKind = "vendor" | "model" | "fieldStrengthTesla" | "scanner";

export interface RuleDraft {
  key: string;
  parameter: ParameterName;
  form: ExpectForm;
  /** One value; a list's numbers apart by ";", alternatives by "|". */
  value: string;
  min: string;
  max: string;
  absolute: string;
  /** In per cent. */
  relative: string;
  unit: string;
  severity: Severity;
}

export interface VariantDraft {
  key: string;
  scopeKind: ScopeKind;
  scopeValue: string;
  rules: RuleDraft[];
}

export interface StepDraft {
  key: string;
  name: string;
  role: ProtocolStep["role"];
  dimension: "any" | "2D" | "3D";
  map: string;
  component: ProtocolStep["component"];
  contrastAgent: "any" | "yes" | "no";
  required: boolean;
  countMin: string;
  countMax: string;
  rules: RuleDraft[];
  variants: VariantDraft[];
}

export interface PairDraft {
  key: string;
  first: string;
  second: string;
  relation: PairRule["relation"];
  parameter: ParameterName;
  absolute: string;
  severity: Severity;
}

export interface ProtocolDraft {
  code: string;
  name: string;
  validFrom: string;
  validUntil: string;
  reason: string;
  ordered: boolean;
  steps: StepDraft[];
  pairs: PairDraft[];
}

const newKey = () => crypto.randomUUID();

export function newRule(name: ParameterName): RuleDraft {
  return {
    key: newKey(),
    parameter: name,
    form: "value",
    value: parameter(name).kind === "flag" ? "yes" : "",
    min: "",
    max: "",
    absolute: "",
    relative: "",
    unit: parameter(name).unit,
    severity: "minor",
  };
}

export function newStep(): StepDraft {
  return {
    key: newKey(),
    name: "",
    role: SEQUENCE_ROLES[0],
    dimension: "any",
    map: "",
    component: "magnitude",
    contrastAgent: "any",
    required: true,
    countMin: "1",
    countMax: "1",
    rules: [],
    variants: [],
  };
}

export function newVariant(): VariantDraft {
  return { key: newKey(), scopeKind: "vendor", scopeValue: "Siemens", rules: [] };
}

export function newPair(steps: readonly StepDraft[]): PairDraft {
  return {
    key: newKey(),
    first: steps[0]?.name ?? "",
    second: steps[1]?.name ?? "",
    relation: "sameOrientation",
    parameter: "repetitionTimeMs",
    absolute: "",
    severity: "minor",
  };
}

/** A copy with keys of its own. */
export function copyStep(step: StepDraft, name: string): StepDraft {
  const fresh = <T extends { key: string }>(item: T): T => ({ ...item, key: newKey() });
  const rules = (list: readonly RuleDraft[]) => list.map(fresh);
  return {
    ...fresh(step),
    name,
    rules: rules(step.rules),
    variants: step.variants.map((variant) => ({ ...fresh(variant), rules: rules(variant.rules) })),
  };
}

/** The form of a stored or drafted version. */
export function toDraft(document: ProtocolDocument): ProtocolDraft {
  const { code, name, validFrom, validUntil, reason, content } = document;
  return {
    code,
    name,
    validFrom,
    validUntil: validUntil ?? "",
    reason,
    ordered: content.ordered,
    steps: content.steps.map((step) => ({
      key: newKey(),
      name: step.name,
      role: step.role,
      dimension: step.is3D === undefined ? "any" : step.is3D ? "3D" : "2D",
      map: step.map ?? "",
      component: step.component,
      contrastAgent: step.contrastAgent ?? "any",
      required: step.required,
      countMin: String(step.count.min),
      countMax: String(step.count.max),
      rules: step.rules.map(ruleDraft),
      variants: step.variants.map(({ scope, rules }) => ({
        key: newKey(),
        ...scopeDraft(scope),
        rules: rules.map(ruleDraft),
      })),
    })),
    pairs: content.pairs.map((pair) => ({
      key: newKey(),
      first: pair.first,
      second: pair.second,
      relation: pair.relation,
      parameter: pair.parameter ?? "repetitionTimeMs",
      absolute: text(pair.tolerance?.absolute),
      severity: pair.severity,
    })),
  };
}

function ruleDraft(rule: ProtocolStep["rules"][number]): RuleDraft {
  const { expect, tolerance } = rule;
  const form = "value" in expect ? "value" : "oneOf" in expect ? "oneOf" : "range";
  return {
    key: newKey(),
    parameter: rule.parameter,
    form,
    value:
      "value" in expect
        ? valueText(expect.value)
        : "oneOf" in expect
          ? expect.oneOf.map(valueText).join(" | ")
          : "",
    min: "value" in expect || "oneOf" in expect ? "" : text(expect.min),
    max: "value" in expect || "oneOf" in expect ? "" : text(expect.max),
    absolute: text(tolerance?.absolute),
    relative:
      tolerance?.relative === undefined ? "" : text(Number((tolerance.relative * 100).toPrecision(12))),
    unit: rule.unit ?? parameter(rule.parameter).unit,
    severity: rule.severity,
  };
}

function scopeDraft(scope: Scope): { scopeKind: ScopeKind; scopeValue: string } {
  if ("scanner" in scope) return { scopeKind: "scanner", scopeValue: scope.scanner };
  if ("model" in scope) return { scopeKind: "model", scopeValue: scope.model };
  if ("vendor" in scope) return { scopeKind: "vendor", scopeValue: scope.vendor };
  return { scopeKind: "fieldStrengthTesla", scopeValue: String(scope.fieldStrengthTesla) };
}

function text(value: number | undefined): string {
  return value === undefined ? "" : String(value);
}

function valueText(value: number | readonly number[] | string | boolean): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? value.join("; ") : String(value);
}
