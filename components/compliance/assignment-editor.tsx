"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/admin/confirm-dialog";
import { useAction } from "@/components/ui/use-action";
import { Button } from "@/components/ui/button";
import type { ActionResult } from "@/lib/access/action";
import type { AssignmentDraft, AssignmentView } from "@/lib/harmonise/assignment/assignment-view";
import { type DraftRule, AssignmentRuleForm, problemOfRule } from "./assignment-rule-form";

export type SaveAssignment = (draft: AssignmentDraft) => Promise<ActionResult<null>>;

/** The ordered list of rules: added, changed, moved and removed here, saved as a whole once confirmed. */
export function AssignmentEditor({ assignment, save }: { assignment: AssignmentView; save: SaveAssignment }) {
  const t = useTranslations("compliance.assignment");
  const standing: readonly DraftRule[] = assignment.rules;
  const [rules, setRules] = useState(standing);
  const [asking, setAsking] = useState(false);
  const { run, pending } = useAction();
  const isChanged = JSON.stringify(rules) !== JSON.stringify(standing);
  const isSound = rules.every((rule) => problemOfRule(rule) === null);

  const move = (from: number, to: number) => {
    const next = [...rules];
    const [moved] = next.splice(from, 1);
    if (moved) next.splice(to, 0, moved);
    setRules(next);
  };
  const add = () => {
    const rule: DraftRule = {
      id: crypto.randomUUID(),
      kind: "studyDescription",
      projectId: null,
      pattern: "",
      protocolIds: [],
    };
    setRules([...rules, rule]);
  };
  const submit = () => {
    const draft: AssignmentDraft = {
      seen: standing.map(({ id }) => id),
      rules: rules.map(({ kind, projectId, pattern, protocolIds }) => ({
        kind,
        projectId: kind === "project" ? projectId : null,
        pattern: kind === "project" ? null : (pattern ?? "").trim(),
        protocolIds,
      })),
    };
    run(
      () => save(draft),
      t("saved"),
      () => {
        setAsking(false);
      },
    );
  };

  return (
    <div className="flex flex-col gap-3">
      {rules.length === 0 ? <p className="text-muted">{t("empty")}</p> : null}
      <ol className="flex flex-col gap-2">
        {rules.map((rule, index) => (
          <li key={rule.id} className="rounded-lg border bg-surface p-4">
            <AssignmentRuleForm
              rule={rule}
              number={index + 1}
              projects={assignment.projects}
              protocols={assignment.protocols}
              onChange={(changed) => {
                setRules(rules.map((other) => (other.id === rule.id ? changed : other)));
              }}
            >
              <Button
                size="small"
                variant="quiet"
                disabled={index === 0}
                onClick={() => {
                  move(index, index - 1);
                }}
              >
                {t("up")}
              </Button>
              <Button
                size="small"
                variant="quiet"
                disabled={index === rules.length - 1}
                onClick={() => {
                  move(index, index + 1);
                }}
              >
                {t("down")}
              </Button>
              <Button
                size="small"
                variant="quiet"
                onClick={() => {
                  setRules(rules.filter((other) => other.id !== rule.id));
                }}
              >
                {t("remove")}
              </Button>
            </AssignmentRuleForm>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={add}>{t("add")}</Button>
        {isChanged ? (
          <>
            <span role="status" className="ml-auto text-dense text-muted">
              {t("changed")}
            </span>
            <Button
              onClick={() => {
                setRules(standing);
              }}
            >
              {t("discard")}
            </Button>
            <Button
              variant="primary"
              disabled={!isSound}
              onClick={() => {
                setAsking(true);
              }}
            >
              {t("save")}
            </Button>
          </>
        ) : null}
      </div>
      <ConfirmDialog
        open={asking}
        onClose={() => {
          setAsking(false);
        }}
        title={t("confirmTitle")}
        body={t("confirmBody")}
        confirmLabel={t("confirm")}
        pending={pending}
        onConfirm={submit}
      />
    </div>
  );
}
