"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";
import { Select } from "@/components/ui/select";
import { PAIR_RELATIONS, SEVERITIES } from "@/lib/harmonise/protocol/content";
import { PARAMETER_NAMES } from "@/lib/harmonise/protocol/parameters";
import { useIssueText } from "../labels";
import { newPair, type PairDraft, type StepDraft } from "./editor-draft";
import type { IssueAt } from "./issue-lookup";
import { replaced, without } from "./list-edit";

/** What two series of one exam must be to each other. */
export function PairList({
  pairs,
  steps,
  issueAt,
  onChange,
}: {
  pairs: PairDraft[];
  steps: readonly StepDraft[];
  issueAt: IssueAt;
  onChange: (pairs: PairDraft[], tag: string | null) => void;
}) {
  const t = useTranslations("protocols");
  const c = useTranslations("compliance.parameter");
  const unit = useTranslations("compliance.unit");
  const issueText = useIssueText();
  const names = [...new Set(steps.map(({ name }) => name).filter((name) => name.trim() !== ""))];
  const options = names.map((name) => ({ value: name, label: name }));
  return (
    <div className="flex flex-col gap-2">
      {pairs.map((pair, index) => {
        const set = (change: Partial<PairDraft>, tag: string | null = null) => {
          onChange(replaced(pairs, { ...pair, ...change }), tag);
        };
        const issue = issueAt(index);
        return (
          <div
            key={pair.key}
            className="flex flex-col gap-0.5"
            role="group"
            aria-label={t("pairNumber", { place: index + 1 })}
          >
            <div className="flex flex-wrap items-center gap-1.5">
              <Select
                className="h-7 w-44"
                aria-label={t("pairFirst")}
                value={pair.first}
                options={options}
                onValueChange={(first) => {
                  set({ first });
                }}
              />
              <Select
                className="h-7 w-56"
                aria-label={t("relationLabel")}
                value={pair.relation}
                options={PAIR_RELATIONS.map((value) => ({ value, label: t(`relation.${value}`) }))}
                onValueChange={(value) => {
                  const relation = PAIR_RELATIONS.find((one) => one === value);
                  if (relation) set({ relation });
                }}
              />
              {pair.relation === "sameParameter" ? (
                <Select
                  className="h-7 w-44"
                  aria-label={t("column.parameter")}
                  value={pair.parameter}
                  options={PARAMETER_NAMES.map((value) => ({ value, label: c(value) }))}
                  onValueChange={(value) => {
                    const parameter = PARAMETER_NAMES.find((one) => one === value);
                    if (parameter) set({ parameter });
                  }}
                />
              ) : null}
              <Select
                className="h-7 w-44"
                aria-label={t("pairSecond")}
                value={pair.second}
                options={options}
                onValueChange={(second) => {
                  set({ second });
                }}
              />
              {pair.relation === "oppositePhaseEncoding" ? null : (
                <>
                  <span className="text-muted" aria-hidden="true">
                    ±
                  </span>
                  <TextInput
                    className="h-7 w-15 px-1.5 text-dense"
                    aria-label={t("absoluteTolerance")}
                    inputMode="decimal"
                    value={pair.absolute}
                    onChange={(event) => {
                      set({ absolute: event.currentTarget.value }, `${pair.key}absolute`);
                    }}
                  />
                  <span className="text-muted">
                    {pair.relation === "sameOrientation" ? "°" : pair.relation === "covers" ? unit("mm") : ""}
                  </span>
                </>
              )}
              <Select
                className="ml-auto h-7 w-34"
                aria-label={t("column.severity")}
                value={pair.severity}
                options={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
                onValueChange={(value) => {
                  const severity = SEVERITIES.find((one) => one === value);
                  if (severity) set({ severity });
                }}
              />
              <Button
                size="small"
                variant="quiet"
                aria-label={t("removePair")}
                onClick={() => {
                  onChange(without(pairs, pair.key), null);
                }}
              >
                <Icon name="close" className="size-3.5" />
              </Button>
            </div>
            {issue ? <p className="text-major">{issueText(issue)}</p> : null}
          </div>
        );
      })}
      <Button
        size="small"
        className="self-start"
        disabled={names.length < 2}
        onClick={() => {
          onChange([...pairs, newPair(steps)], null);
        }}
      >
        {t("addPair")}
      </Button>
    </div>
  );
}
