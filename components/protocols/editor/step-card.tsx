"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, TextInput } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";
import { SEQUENCE_ROLES } from "@/lib/harmonise/rules/role-features";
import { useIssueText, useStepKind } from "../labels";
import { newVariant, type StepDraft } from "./editor-draft";
import type { IssueAt } from "./issue-lookup";
import { LabelledSelect } from "./labelled-select";
import { replaced, without } from "./list-edit";
import { RuleTable } from "./rule-table";
import { VariantScope } from "./variant-scope";

export interface ScannerChoice {
  id: string;
  name: string;
}

const DIMENSIONS = ["any", "3D", "2D"] as const;
const COMPONENTS = ["magnitude", "phase", "real", "imaginary", "mixed"] as const;
const CONTRAST = ["any", "no", "yes"] as const;

/** One step: its line, and when open all that can be said of it. */
export function StepCard({
  step,
  place,
  isOpen,
  isFirst,
  isLast,
  scanners,
  issueAt,
  onToggle,
  onChange,
  onMove,
  onCopy,
  onRemove,
}: {
  step: StepDraft;
  place: number;
  isOpen: boolean;
  isFirst: boolean;
  isLast: boolean;
  scanners: readonly ScannerChoice[];
  issueAt: IssueAt;
  onToggle: () => void;
  onChange: (step: StepDraft, tag: string | null) => void;
  onMove: (by: -1 | 1) => void;
  onCopy: () => void;
  onRemove: () => void;
}) {
  const t = useTranslations("protocols");
  const kind = useStepKind();
  const bodyId = useId();
  const name = step.name.trim() === "" ? t("unnamed") : step.name;
  const variants = step.variants.length;
  return (
    <li className="rounded-lg border bg-surface">
      <div className="flex items-center gap-2 px-3 py-1.5">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={bodyId}
          onClick={onToggle}
          className="flex min-w-0 flex-1 items-baseline gap-2 rounded-md py-1 text-left"
        >
          <Icon
            name={isOpen ? "chevronDown" : "chevronRight"}
            className="size-3.5 shrink-0 self-center text-muted"
          />
          <span className="text-muted">{place}.</span>
          <span className="truncate font-semibold">{name}</span>
          <span className="truncate text-muted">
            {kind({
              ...step,
              map: step.map || null,
              ...(step.dimension === "any" ? { is3D: undefined } : { is3D: step.dimension === "3D" }),
              contrastAgent: step.contrastAgent === "any" ? undefined : step.contrastAgent,
            })}
            {" · "}
            {t("ruleCount", { rules: step.rules.length, variants })}
            {step.required ? "" : ` · ${t("optional")}`}
          </span>
          {issueAt() ? <Icon name="warning" className="size-3.5 shrink-0 self-center text-major" /> : null}
        </button>
        <Button
          size="small"
          variant="quiet"
          disabled={isFirst}
          aria-label={t("moveUp", { name })}
          onClick={() => {
            onMove(-1);
          }}
        >
          <Icon name="chevronDown" className="size-3.5 rotate-180" />
        </Button>
        <Button
          size="small"
          variant="quiet"
          disabled={isLast}
          aria-label={t("moveDown", { name })}
          onClick={() => {
            onMove(1);
          }}
        >
          <Icon name="chevronDown" className="size-3.5" />
        </Button>
        <Button size="small" variant="quiet" aria-label={t("copyStep", { name })} onClick={onCopy}>
          {t("copy")}
        </Button>
        <Button size="small" variant="quiet" aria-label={t("removeStep", { name })} onClick={onRemove}>
          <Icon name="close" className="size-3.5" />
        </Button>
      </div>
      {isOpen ? (
        <div id={bodyId} className="flex flex-col gap-4 border-t px-4 py-3">
          <StepFields step={step} issueAt={issueAt} onChange={onChange} />
          <div className="flex flex-col gap-2">
            <h4 className="text-read font-medium">{t("rulesEverywhere")}</h4>
            <RuleTable
              rules={step.rules}
              name={name}
              issueAt={(...path) => issueAt("rules", ...path)}
              onChange={(rules, tag) => {
                onChange({ ...step, rules }, tag);
              }}
            />
          </div>
          {step.variants.map((variant, index) => (
            <div key={variant.key} className="flex flex-col gap-2 border-l-2 border-line pl-3">
              <VariantScope
                variant={variant}
                scanners={scanners}
                issue={issueAt("variants", index, "scope")}
                onChange={(next, tag) => {
                  onChange({ ...step, variants: replaced(step.variants, next) }, tag);
                }}
                onRemove={() => {
                  onChange({ ...step, variants: without(step.variants, variant.key) }, null);
                }}
              />
              <RuleTable
                rules={variant.rules}
                name={`${name}, ${variant.scopeValue}`}
                issueAt={(...path) => issueAt("variants", index, "rules", ...path)}
                onChange={(rules, tag) => {
                  onChange({ ...step, variants: replaced(step.variants, { ...variant, rules }) }, tag);
                }}
              />
            </div>
          ))}
          <Button
            size="small"
            className="self-start"
            onClick={() => {
              onChange({ ...step, variants: [...step.variants, newVariant()] }, null);
            }}
          >
            {t("addVariant")}
          </Button>
        </div>
      ) : null}
    </li>
  );
}

function StepFields({
  step,
  issueAt,
  onChange,
}: {
  step: StepDraft;
  issueAt: IssueAt;
  onChange: (step: StepDraft, tag: string | null) => void;
}) {
  const t = useTranslations("protocols");
  const terms = useTranslations("terms");
  const issueText = useIssueText();
  const requiredId = useId();
  const wrong = (...path: (string | number)[]) => {
    const issue = issueAt(...path);
    return issue ? issueText(issue) : undefined;
  };
  const typed = (field: "name" | "map" | "countMin" | "countMax", label: string, error?: string) => (
    <Field label={label} error={error}>
      {(control) => (
        <TextInput
          {...control}
          value={step[field]}
          inputMode={field === "name" || field === "map" ? "text" : "numeric"}
          onChange={(event) => {
            onChange({ ...step, [field]: event.currentTarget.value }, step.key + field);
          }}
        />
      )}
    </Field>
  );
  return (
    <>
      <div className="grid grid-cols-2 gap-3 md:grid-cols-4">
        {typed("name", t("stepName"), wrong("name"))}
        <LabelledSelect
          label={t("role")}
          value={step.role}
          options={SEQUENCE_ROLES.map((value) => ({ value, label: terms(`sequenceRole.${value}`) }))}
          onChange={(role) => {
            onChange({ ...step, role }, null);
          }}
        />
        <LabelledSelect
          label={t("dimension")}
          value={step.dimension}
          options={DIMENSIONS.map((value) => ({ value, label: value === "any" ? t("any") : value }))}
          onChange={(dimension) => {
            onChange({ ...step, dimension }, null);
          }}
        />
        <LabelledSelect
          label={t("contrastAgent")}
          value={step.contrastAgent}
          options={CONTRAST.map((value) => ({
            value,
            label: value === "any" ? t("any") : terms(`contrastAgent.${value}`),
          }))}
          onChange={(contrastAgent) => {
            onChange({ ...step, contrastAgent }, null);
          }}
        />
        {typed("map", t("map"), wrong("map"))}
        <LabelledSelect
          label={t("component")}
          value={step.component}
          options={COMPONENTS.map((value) => ({ value, label: terms(`component.${value}`) }))}
          onChange={(component) => {
            onChange({ ...step, component }, null);
          }}
        />
        {typed("countMin", t("countMin"), wrong("count"))}
        {typed("countMax", t("countMax"))}
      </div>
      <div className="flex items-center gap-2 text-read">
        <Checkbox
          id={requiredId}
          checked={step.required}
          onCheckedChange={(checked) => {
            onChange({ ...step, required: checked === true }, null);
          }}
        />
        <label htmlFor={requiredId}>{t("isRequired")}</label>
      </div>
    </>
  );
}
