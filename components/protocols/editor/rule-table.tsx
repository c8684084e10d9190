"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";
import { Select } from "@/components/ui/select";
import { SEVERITIES } from "@/lib/harmonise/protocol/content";
import { parameter, PARAMETER_NAMES } from "@/lib/harmonise/protocol/parameters";
import { unitsOf } from "@/lib/harmonise/protocol/units";
import { useIssueText } from "../labels";
import { type ExpectForm, newRule, type RuleDraft } from "./editor-draft";
import type { IssueAt } from "./issue-lookup";
import { replaced, without } from "./list-edit";

const FORMS = ["value", "oneOf", "range"] as const;

/** The parameter rules of a step, or of one of its variants. */
export function RuleTable({
  rules,
  name,
  issueAt,
  onChange,
}: {
  rules: RuleDraft[];
  /** Whose rules these are, for screen readers. */
  name: string;
  issueAt: IssueAt;
  onChange: (rules: RuleDraft[], tag: string | null) => void;
}) {
  const t = useTranslations("protocols");
  const c = useTranslations("compliance.parameter");
  const free = PARAMETER_NAMES.filter((one) => !rules.some((rule) => rule.parameter === one));
  return (
    <div className="flex flex-col gap-1" role="group" aria-label={t("rulesOf", { name })}>
      {rules.map((rule, index) => (
        <RuleRow
          key={rule.key}
          rule={rule}
          taken={rules.filter(({ key }) => key !== rule.key).map((one) => one.parameter)}
          issueAt={(...path) => issueAt(index, ...path)}
          onChange={(next, tag) => {
            onChange(replaced(rules, next), tag === null ? null : rule.key + tag);
          }}
          onRemove={() => {
            onChange(without(rules, rule.key), null);
          }}
        />
      ))}
      <Select
        className="w-56 self-start text-muted"
        aria-label={t("addRuleTo", { name })}
        placeholder={t("addRule")}
        value=""
        options={free.map((value) => ({ value, label: c(value) }))}
        onValueChange={(value) => {
          const chosen = free.find((one) => one === value);
          if (chosen) onChange([...rules, newRule(chosen)], null);
        }}
      />
    </div>
  );
}

function RuleRow({
  rule,
  taken,
  issueAt,
  onChange,
  onRemove,
}: {
  rule: RuleDraft;
  taken: readonly string[];
  issueAt: IssueAt;
  onChange: (rule: RuleDraft, tag: string | null) => void;
  onRemove: () => void;
}) {
  const t = useTranslations("protocols");
  const c = useTranslations("compliance");
  const issueText = useIssueText();
  const { kind, unit } = parameter(rule.parameter);
  const isNumeric = kind === "number" || kind === "numbers";
  const label = c(`parameter.${rule.parameter}`);
  const issue = issueAt();
  const problemId = `${rule.key}-problem`;
  const units = isNumeric ? unitsOf(unit) : [];
  const forms: readonly ExpectForm[] = isNumeric ? FORMS : ["value", "oneOf"];
  const input = (field: "value" | "min" | "max" | "absolute" | "relative", width: string, title: string) => (
    <TextInput
      className={`${width} h-7 px-1.5 text-dense`}
      aria-label={`${label}: ${title}`}
      aria-invalid={issueAt(...pathOf(field)) ? true : undefined}
      aria-describedby={issue ? problemId : undefined}
      inputMode={isNumeric && field !== "value" ? "decimal" : "text"}
      value={rule[field]}
      onChange={(event) => {
        onChange({ ...rule, [field]: event.currentTarget.value }, field);
      }}
    />
  );
  return (
    <div className="flex flex-col gap-0.5 border-b border-line pb-1">
      <div className="flex flex-wrap items-center gap-1.5">
        <Select
          className="h-7 w-52"
          aria-label={t("column.parameter")}
          value={rule.parameter}
          options={PARAMETER_NAMES.filter((one) => !taken.includes(one)).map((value) => ({
            value,
            label: c(`parameter.${value}`),
          }))}
          onValueChange={(value) => {
            const chosen = PARAMETER_NAMES.find((one) => one === value);
            if (chosen) onChange({ ...newRule(chosen), key: rule.key, severity: rule.severity }, null);
          }}
        />
        <Select
          className="h-7 w-26"
          aria-label={`${label}: ${t("form.label")}`}
          value={rule.form}
          options={forms.map((value) => ({ value, label: t(`form.${value}`) }))}
          onValueChange={(value) => {
            const form = FORMS.find((one) => one === value);
            if (form) onChange({ ...rule, form }, null);
          }}
        />
        {rule.form === "range" ? (
          <>
            {input("min", "w-18", t("minimum"))}
            <span className="text-muted">{t("to")}</span>
            {input("max", "w-18", t("maximum"))}
          </>
        ) : kind === "flag" ? (
          <Select
            className="h-7 w-40"
            aria-label={`${label}: ${t("expectedValue")}`}
            value={rule.value === "yes" ? "yes" : "no"}
            options={[
              { value: "yes", label: c("yes") },
              { value: "no", label: c("no") },
            ]}
            onValueChange={(value) => {
              onChange({ ...rule, value }, null);
            }}
          />
        ) : (
          input("value", "w-40", t("expectedValue"))
        )}
        {isNumeric ? (
          <>
            {units.length > 1 ? (
              <Select
                className="h-7 w-20"
                aria-label={`${label}: ${t("unit")}`}
                value={rule.unit}
                options={units.map((value) => ({
                  value,
                  label: c.has(`unit.${value}`) ? c(`unit.${value}`) : value,
                }))}
                onValueChange={(value) => {
                  onChange({ ...rule, unit: value }, null);
                }}
              />
            ) : null}
            <span className="text-muted" aria-hidden="true">
              ±
            </span>
            {input("absolute", "w-15", t("absoluteTolerance"))}
            <span className="text-muted" aria-hidden="true">
              {t("or")}
            </span>
            {input("relative", "w-13", t("relativeTolerance"))}
            <span className="text-muted" aria-hidden="true">
              %
            </span>
          </>
        ) : null}
        <Select
          className="ml-auto h-7 w-34"
          aria-label={`${label}: ${t("column.severity")}`}
          value={rule.severity}
          options={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
          onValueChange={(value) => {
            const severity = SEVERITIES.find((one) => one === value);
            if (severity) onChange({ ...rule, severity }, null);
          }}
        />
        <Button
          size="small"
          variant="quiet"
          aria-label={t("removeRule", { parameter: label })}
          onClick={onRemove}
        >
          <Icon name="close" className="size-3.5" />
        </Button>
      </div>
      {issue ? (
        <p id={problemId} className="text-major">
          {issueText(issue)}
        </p>
      ) : null}
    </div>
  );
}

function pathOf(field: "value" | "min" | "max" | "absolute" | "relative"): string[] {
  return field === "absolute" || field === "relative" ? ["tolerance", field] : ["expect"];
}
