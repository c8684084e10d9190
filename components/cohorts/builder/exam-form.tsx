"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useLabels } from "@/components/catalogue/labels";
import { MANUFACTURERS, SEXES } from "@/lib/catalogue/search-query";
import type { ScoreName } from "@/lib/catalogue/clinical/list-score-names";
import type { ExamLeaf } from "@/lib/cohort/criteria";
import { useBuilder } from "./builder-state";
import { useClauseWords } from "./clause-words";
import { DiagnosisPicker } from "./diagnosis-picker";
import { CheckList, Choice, Part, RangeInput } from "./form-controls";
import { RuleForm } from "./rule-form";

type Of<K extends ExamLeaf["kind"]> = Extract<ExamLeaf, { kind: K }>;

/** The form of a clause about an exam. */
export function ExamForm({ node, onChange }: { node: ExamLeaf; onChange: (node: ExamLeaf) => void }) {
  const t = useTranslations("cohorts");
  const { vocabulary } = useBuilder();
  const labels = useLabels();
  const codesOf = (named: readonly { code: string; name: string }[]) =>
    named.map(({ code, name }) => ({ value: code, label: name }));
  switch (node.kind) {
    case "diagnosis":
      return <DiagnosisForm node={node} onChange={onChange} />;
    case "control":
      return (
        <CheckList
          legend={t("form.controlProjects")}
          options={codesOf(vocabulary.projects)}
          chosen={node.projects}
          onChange={(projects) => {
            onChange({ ...node, projects });
          }}
        />
      );
    case "score":
      return <ScoreForm node={node} onChange={onChange} />;
    case "sex":
      return (
        <CheckList
          legend={t("clauses.sex")}
          options={SEXES.map((value) => ({ value, label: labels.sex(value) }))}
          chosen={node.values}
          onChange={(values) => {
            onChange({ ...node, values: SEXES.filter((one) => values.includes(one)) });
          }}
        />
      );
    case "age":
      return (
        <Part legend={t("form.ageHint")}>
          <RangeInput
            min={node.min}
            max={node.max}
            unit={t("units.years")}
            whole
            onChange={(bounds) => {
              onChange({ ...node, ...bounds });
            }}
          />
        </Part>
      );
    case "site":
    case "project":
      return (
        <CheckList
          legend={t(`clauses.${node.kind}`)}
          options={codesOf(node.kind === "site" ? vocabulary.sites : vocabulary.projects)}
          chosen={node.codes}
          onChange={(codes) => {
            onChange({ ...node, codes });
          }}
        />
      );
    case "scanner":
      return <ScannerForm node={node} onChange={onChange} />;
    case "field":
      return (
        <CheckList
          legend={t("clauses.field")}
          options={vocabulary.fields.map((tesla) => ({ value: String(tesla), label: labels.field(tesla) }))}
          chosen={node.tesla.map(String)}
          onChange={(tesla) => {
            onChange({ ...node, tesla: tesla.map(Number) });
          }}
        />
      );
    case "protocol":
      return <ProtocolForm node={node} onChange={onChange} />;
  }
}

function DiagnosisForm({
  node,
  onChange,
}: {
  node: Of<"diagnosis">;
  onChange: (node: Of<"diagnosis">) => void;
}) {
  const t = useTranslations("cohorts.form");
  const { vocabulary, learnTerms } = useBuilder();
  const words = useClauseWords(vocabulary);
  return (
    <>
      <DiagnosisPicker
        codes={node.codes}
        labelOf={words.term}
        onLearn={learnTerms}
        onChange={(codes) => {
          onChange({ ...node, codes });
        }}
      />
      <div className="flex flex-wrap items-start gap-3">
        <RuleForm
          rule={node.rule}
          allowed={["exam", "ever", "nearest"]}
          onChange={(rule) => {
            onChange({ ...node, rule });
          }}
        />
        <Choice
          label={t("status")}
          value={node.status}
          options={(["present", "unresolved"] as const).map((value) => ({
            value,
            label: t(`statuses.${value}`),
          }))}
          onChange={(status) => {
            onChange({ ...node, status });
          }}
        />
      </div>
    </>
  );
}

/** Scores that can be asked of, fetched when a form needs them. */
function useScoreNames(): readonly ScoreName[] {
  const [names, setNames] = useState<readonly ScoreName[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    fetch("/api/scores", { signal: controller.signal })
      .then(async (response) => {
        if (response.ok) setNames((await response.json()) as ScoreName[]);
      })
      .catch(() => undefined);
    return () => {
      controller.abort();
    };
  }, []);
  return names;
}

function ScoreForm({ node, onChange }: { node: Of<"score">; onChange: (node: Of<"score">) => void }) {
  const t = useTranslations("cohorts");
  const locale = useLocale();
  const names = useScoreNames();
  const known = names.find(({ name }) => name === node.name);
  const options = names.map(({ name, labelFr, labelEn }) => {
    const label = locale === "fr" ? labelFr : labelEn;
    return { value: name, label: label === name ? name : `${name} (${label})` };
  });
  if (node.name !== "" && !known) options.unshift({ value: node.name, label: node.name });
  return (
    <>
      <Choice
        label={t("clauses.score")}
        value={node.name}
        options={options}
        onChange={(name) => {
          const range = names.find((one) => one.name === name)?.range;
          const isOpen = node.min === null && node.max === null;
          onChange({ ...node, name, ...(isOpen && range ? { min: range.min, max: range.max } : {}) });
        }}
      />
      <RangeInput
        min={node.min}
        max={node.max}
        unit={known?.unit ?? undefined}
        onChange={(bounds) => {
          onChange({ ...node, ...bounds });
        }}
      />
      <RuleForm
        rule={node.rule}
        allowed={["nearest", "ever"]}
        onChange={(rule) => {
          onChange({ ...node, rule });
        }}
      />
    </>
  );
}

function ScannerForm({ node, onChange }: { node: Of<"scanner">; onChange: (node: Of<"scanner">) => void }) {
  const t = useTranslations("cohorts");
  const { vocabulary } = useBuilder();
  const labels = useLabels();
  const makers = MANUFACTURERS.filter((maker) =>
    vocabulary.models.some(({ manufacturer }) => manufacturer === maker),
  );
  const options = makers.flatMap((maker) => [
    { value: maker as string, label: t("form.everyModel", { manufacturer: labels.manufacturer(maker) }) },
    ...vocabulary.models
      .filter(({ manufacturer }) => manufacturer === maker)
      .map(({ model }) => ({ value: `${maker}~${model}`, label: labels.scanner(`${maker}~${model}`) })),
  ]);
  return (
    <CheckList
      legend={t("clauses.scanner")}
      options={options}
      chosen={node.of.map(({ manufacturer, model }) =>
        model === null ? manufacturer : `${manufacturer}~${model}`,
      )}
      onChange={(tokens) => {
        const of = tokens.flatMap((token) => {
          const cut = token.indexOf("~");
          const manufacturer = MANUFACTURERS.find((one) => one === (cut < 0 ? token : token.slice(0, cut)));
          return manufacturer ? [{ manufacturer, model: cut < 0 ? null : token.slice(cut + 1) }] : [];
        });
        onChange({ ...node, of });
      }}
    />
  );
}

function ProtocolForm({
  node,
  onChange,
}: {
  node: Of<"protocol">;
  onChange: (node: Of<"protocol">) => void;
}) {
  const t = useTranslations("cohorts");
  const { vocabulary } = useBuilder();
  const labels = useLabels();
  const verdicts = ["compliant", "minor", "major", "undetermined"] as const;
  return (
    <>
      <CheckList
        legend={t("form.protocols")}
        options={vocabulary.protocols.map(({ code, name }) => ({ value: code, label: name }))}
        chosen={node.codes}
        onChange={(codes) => {
          onChange({ ...node, codes });
        }}
      />
      <CheckList
        legend={t("form.examVerdicts")}
        options={verdicts.map((value) => ({ value, label: labels.judgement("verdict", value) }))}
        chosen={node.verdicts}
        onChange={(values) => {
          onChange({ ...node, verdicts: verdicts.filter((one) => values.includes(one)) });
        }}
      />
      <Choice
        label={t("form.whole")}
        value={node.whole ?? "any"}
        options={(["any", "whole", "incomplete"] as const).map((value) => ({
          value,
          label: value === "any" ? t("form.any") : labels.judgement("whole", value),
        }))}
        onChange={(value) => {
          onChange({ ...node, whole: value === "any" ? null : value });
        }}
      />
    </>
  );
}
