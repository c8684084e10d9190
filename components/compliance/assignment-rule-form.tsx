"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, TextInput } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { AssignmentRuleView, Named } from "@/lib/harmonise/assignment/assignment-view";
import { ASSIGNMENT_KINDS } from "@/lib/harmonise/protocol/assignment";

export type DraftRule = AssignmentRuleView;

/** What keeps a rule from being saved: a key of the messages, or null. */
export function problemOfRule({
  kind,
  projectId,
  pattern,
  protocolIds,
}: DraftRule): "noProject" | "noPattern" | "noProtocol" | null {
  if (kind === "project" && projectId === null) return "noProject";
  if (kind !== "project" && (pattern ?? "").trim() === "") return "noPattern";
  return protocolIds.length === 0 ? "noProtocol" : null;
}

/** One rule: what it compares, and the protocols that it assigns. */
export function AssignmentRuleForm({
  rule,
  number,
  projects,
  protocols,
  onChange,
  children,
}: {
  rule: DraftRule;
  number: number;
  projects: readonly Named[];
  protocols: readonly Named[];
  onChange: (rule: DraftRule) => void;
  /** What can be done with the rule as a whole. */
  children: ReactNode;
}) {
  const t = useTranslations("compliance.assignment");
  const id = useId();
  const problem = problemOfRule(rule);
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="sr-only">{t("rule", { number })}</legend>
      <div className="flex items-center justify-between gap-4">
        <span aria-hidden="true" className="text-read font-semibold">
          {t("rule", { number })}
        </span>
        <span className="flex gap-1">{children}</span>
      </div>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-3">
        <Field label={t("kindLabel")}>
          {(control) => (
            <Select
              {...control}
              className="w-full"
              value={rule.kind}
              options={ASSIGNMENT_KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
              onValueChange={(value) => {
                const kind = ASSIGNMENT_KINDS.find((known) => known === value);
                if (kind) onChange({ ...rule, kind });
              }}
            />
          )}
        </Field>
        {rule.kind === "project" ? (
          <Field label={t("project")} error={problem === "noProject" ? t(problem) : undefined}>
            {(control) => (
              <Select
                {...control}
                className="w-full"
                {...(rule.projectId !== null && { value: rule.projectId })}
                placeholder={t("noProject")}
                options={projects.map(({ id: value, name }) => ({ value, label: name }))}
                onValueChange={(projectId) => {
                  onChange({ ...rule, projectId });
                }}
              />
            )}
          </Field>
        ) : (
          <Field
            label={t("pattern")}
            hint={t("patternHint")}
            error={problem === "noPattern" ? t(problem) : undefined}
          >
            {(control) => (
              <TextInput
                {...control}
                value={rule.pattern ?? ""}
                maxLength={100}
                onChange={(event) => {
                  onChange({ ...rule, pattern: event.target.value });
                }}
              />
            )}
          </Field>
        )}
        <fieldset className="flex flex-col gap-1 text-read">
          <legend className="font-medium">{t("protocols")}</legend>
          {protocols.map((protocol) => (
            <span key={protocol.id} className="flex items-center gap-2">
              <Checkbox
                id={`${id}-${protocol.id}`}
                checked={rule.protocolIds.includes(protocol.id)}
                onCheckedChange={(checked) => {
                  const others = rule.protocolIds.filter((other) => other !== protocol.id);
                  onChange({ ...rule, protocolIds: checked === true ? [...others, protocol.id] : others });
                }}
              />
              <label htmlFor={`${id}-${protocol.id}`}>{protocol.name}</label>
            </span>
          ))}
          {problem === "noProtocol" ? <p className="text-dense text-major">{t(problem)}</p> : null}
        </fieldset>
      </div>
    </fieldset>
  );
}
