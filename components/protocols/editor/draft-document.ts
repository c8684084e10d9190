import { type ProtocolDocument, protocolDocumentSchema } from "@/lib/harmonise/protocol/content";
import { type DocumentIssue, issuesOf } from "@/lib/harmonise/protocol/document-issue";
import { parameter, type ParameterKind } from "@/lib/harmonise/protocol/parameters";
import type { PairDraft, ProtocolDraft, RuleDraft, ScopeKind, StepDraft } from "./editor-draft";

export type DraftCheck =
  { ok: true; document: ProtocolDocument } | { ok: false; issues: readonly DocumentIssue[] };

/** The document that a form stands for, or what is wrong with it; paths are those of the form's own lists. */
export function checkDraft(draft: ProtocolDraft): DraftCheck {
  const data = {
    code: draft.code.trim(),
    name: draft.name,
    validFrom: draft.validFrom,
    validUntil: draft.validUntil === "" ? null : draft.validUntil,
    reason: draft.reason,
    content: {
      ordered: draft.ordered,
      steps: draft.steps.map(stepOf),
      pairs: draft.pairs.map(pairOf),
    },
  };
  const checked = protocolDocumentSchema.safeParse(data);
  return checked.success
    ? { ok: true, document: checked.data }
    : { ok: false, issues: issuesOf(checked.error, data) };
}

/** A number as typed, with a point or a comma; what is none stays as it is, and is refused by the schema. */
function number(text: string): number | string {
  const plain = text.trim().replace(",", ".").replace(/\s/g, "");
  return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : text;
}

function optional(key: string, text: string, scale = 1): object {
  if (text.trim() === "") return {};
  const value = number(text);
  if (typeof value === "string" || scale === 1) return { [key]: value };
  return { [key]: Number((value * scale).toPrecision(12)) };
}

function stepOf(step: StepDraft): object {
  return {
    name: step.name,
    role: step.role,
    ...(step.dimension === "any" ? {} : { is3D: step.dimension === "3D" }),
    map: step.map.trim() === "" ? null : step.map.trim(),
    component: step.component,
    ...(step.contrastAgent === "any" ? {} : { contrastAgent: step.contrastAgent }),
    required: step.required,
    count: { min: number(step.countMin), max: number(step.countMax) },
    rules: step.rules.map(ruleOf),
    variants: step.variants.map(({ scopeKind, scopeValue, rules }) => ({
      scope: scopeOf(scopeKind, scopeValue),
      rules: rules.map(ruleOf),
    })),
  };
}

function scopeOf(kind: ScopeKind, value: string): object {
  return { [kind]: kind === "fieldStrengthTesla" ? number(value) : value };
}

function ruleOf(rule: RuleDraft): object {
  const { kind, unit } = parameter(rule.parameter);
  const isNumeric = kind === "number" || kind === "numbers";
  const tolerance = { ...optional("absolute", rule.absolute), ...optional("relative", rule.relative, 0.01) };
  return {
    parameter: rule.parameter,
    expect: expectationOf(rule, kind),
    ...(isNumeric && Object.keys(tolerance).length > 0 ? { tolerance } : {}),
    ...(isNumeric && rule.unit !== unit ? { unit: rule.unit } : {}),
    severity: rule.severity,
  };
}

function expectationOf({ form, value, min, max }: RuleDraft, kind: ParameterKind): object {
  switch (form) {
    case "value":
      return { value: valueOf(value, kind) };
    case "oneOf":
      return { oneOf: value.split("|").map((one) => valueOf(one, kind)) };
    case "range":
      return { ...optional("min", min), ...optional("max", max) };
  }
}

function valueOf(text: string, kind: ParameterKind): unknown {
  switch (kind) {
    case "number":
      return number(text);
    case "numbers":
      return text
        .split(/[;\s]+/)
        .filter(Boolean)
        .map(number);
    case "text":
      return text.trim();
    case "flag":
      return text.trim() === "yes";
  }
}

function pairOf({ first, second, relation, parameter: name, absolute, severity }: PairDraft): object {
  const tolerance = optional("absolute", absolute);
  const hasTolerance = relation !== "oppositePhaseEncoding" && Object.keys(tolerance).length > 0;
  return {
    first,
    second,
    relation,
    ...(relation === "sameParameter" ? { parameter: name } : {}),
    ...(hasTolerance ? { tolerance } : {}),
    severity,
  };
}
