"use client";

import { useTranslations } from "next-intl";
import { useLabels } from "@/components/catalogue/labels";
import { TextInput } from "@/components/ui/field";
import { QC_STATES, RATINGS, SEQUENCE_ROLES, VERDICTS } from "@/lib/catalogue/search-query";
import { SERIES_NUMBERS } from "@/lib/catalogue/search-model/facts";
import type { SeriesLeaf } from "@/lib/cohort/criteria";
import { useBuilder } from "./builder-state";
import { NUMBER_UNITS } from "./clause-words";
import { CheckList, Choice, Part, RangeInput } from "./form-controls";

const CONTRASTS = ["yes", "no", "unknown"] as const;

/** The form of a clause about one series. */
export function SeriesForm({ node, onChange }: { node: SeriesLeaf; onChange: (node: SeriesLeaf) => void }) {
  const t = useTranslations("cohorts");
  const terms = useTranslations("terms");
  const { vocabulary, answer } = useBuilder();
  const labels = useLabels();
  switch (node.kind) {
    case "role":
      return (
        <CheckList
          legend={t("clauses.role")}
          options={SEQUENCE_ROLES.map((value) => ({ value, label: labels.role(value) }))}
          chosen={node.values}
          onChange={(values) => {
            onChange({ ...node, values: SEQUENCE_ROLES.filter((one) => values.includes(one)) });
          }}
        />
      );
    case "dimension":
      return (
        <Choice
          label={t("clauses.dimension")}
          value={node.value}
          options={[
            { value: "3D", label: "3D" },
            { value: "2D", label: "2D" },
          ]}
          onChange={(value) => {
            onChange({ ...node, value });
          }}
        />
      );
    case "map": {
      const found = answer.facets.map.map(({ value }) => ({ value, label: value }));
      return (
        <>
          <CheckList
            legend={t("form.maps")}
            options={found}
            chosen={node.values}
            onChange={(values) => {
              onChange({ ...node, values });
            }}
          />
          <OtherMap
            onAdd={(name) => {
              if (!node.values.includes(name)) onChange({ ...node, values: [...node.values, name] });
            }}
          />
        </>
      );
    }
    case "contrast":
      return (
        <CheckList
          legend={t("clauses.contrast")}
          options={CONTRASTS.map((value) => ({ value, label: terms(`contrastAgent.${value}`) }))}
          chosen={node.values}
          onChange={(values) => {
            onChange({ ...node, values: CONTRASTS.filter((one) => values.includes(one)) });
          }}
        />
      );
    case "derived":
      return (
        <Choice
          label={t("clauses.derived")}
          value={node.value ? "yes" : "no"}
          options={[
            { value: "no", label: t("words.original") },
            { value: "yes", label: t("words.derived") },
          ]}
          onChange={(value) => {
            onChange({ ...node, value: value === "yes" });
          }}
        />
      );
    case "verdict":
      return (
        <>
          <CheckList
            legend={t("clauses.verdict")}
            options={VERDICTS.map((value) => ({ value, label: labels.judgement("verdict", value) }))}
            chosen={node.values}
            onChange={(values) => {
              onChange({ ...node, values: VERDICTS.filter((one) => values.includes(one)) });
            }}
          />
          <CheckList
            legend={t("form.protocols")}
            options={vocabulary.protocols.map(({ code, name }) => ({ value: code, label: name }))}
            chosen={node.protocols}
            onChange={(protocols) => {
              onChange({ ...node, protocols });
            }}
          />
        </>
      );
    case "qc":
      return (
        <CheckList
          legend={t("clauses.qc")}
          options={QC_STATES.map((value) => ({ value, label: labels.judgement("qc", value) }))}
          chosen={node.values}
          onChange={(values) => {
            onChange({ ...node, values: QC_STATES.filter((one) => values.includes(one)) });
          }}
        />
      );
    case "rating":
      return (
        <CheckList
          legend={t("clauses.rating")}
          options={RATINGS.map((value) => ({ value, label: labels.judgement("rating", value) }))}
          chosen={node.values}
          onChange={(values) => {
            onChange({ ...node, values: RATINGS.filter((one) => values.includes(one)) });
          }}
        />
      );
    case "pixels":
      return <p className="text-muted">{t("form.nothingToChoose")}</p>;
    case "number":
      return (
        <>
          <Choice
            label={t("form.quantity")}
            value={node.name}
            options={SERIES_NUMBERS.map((value) => ({ value, label: t(`numbers.${value}`) }))}
            onChange={(name) => {
              onChange({ ...node, name });
            }}
          />
          <RangeInput
            min={node.min}
            max={node.max}
            unit={NUMBER_UNITS[node.name]}
            onChange={(bounds) => {
              onChange({ ...node, ...bounds });
            }}
          />
        </>
      );
  }
}

/** A map that no answering series is, by its name. */
function OtherMap({ onAdd }: { onAdd: (name: string) => void }) {
  const t = useTranslations("cohorts.form");
  return (
    <Part legend={t("otherMap")}>
      <TextInput
        aria-label={t("otherMap")}
        className="!w-40"
        maxLength={40}
        autoComplete="off"
        onKeyDown={(event) => {
          const name = event.currentTarget.value.trim();
          if (event.key !== "Enter" || name === "") return;
          event.preventDefault();
          onAdd(name);
          event.currentTarget.value = "";
        }}
      />
    </Part>
  );
}
