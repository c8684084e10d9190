"use client";

import { useTranslations } from "next-intl";
import { INTERVAL_UNITS, type CriteriaNode, type PairNode } from "@/lib/cohort/criteria";
import { Choice, Flag, NumberInput, Part } from "./form-controls";

const PARTS = ["first", "second", "either"] as const;

/** The form of a group: what makes it a pair, how many visits, all or some of its parts. */
export function GroupForm({
  node,
  list,
  onChange,
  onListChange,
}: {
  node: CriteriaNode;
  /** The `and` or `or` of its parts, where it has one. */
  list: "and" | "or" | null;
  onChange: (node: CriteriaNode) => void;
  onListChange: (kind: "and" | "or") => void;
}) {
  const t = useTranslations("cohorts.form");
  return (
    <>
      {node.kind === "pair" ? <PairForm node={node} onChange={onChange} /> : null}
      {node.kind === "visits" ? (
        <NumberInput
          label={t("atLeast")}
          value={node.atLeast}
          whole
          onChange={(value) => {
            if (value !== null) onChange({ ...node, atLeast: value });
          }}
        />
      ) : null}
      {list ? (
        <Choice
          label={t("list")}
          value={list}
          options={(["and", "or"] as const).map((value) => ({ value, label: t(`lists.${value}`) }))}
          onChange={onListChange}
        />
      ) : node.kind === "pair" || node.kind === "visits" ? null : (
        <p className="text-muted">{t("nothingToChoose")}</p>
      )}
    </>
  );
}

function PairForm({ node, onChange }: { node: PairNode; onChange: (node: PairNode) => void }) {
  const t = useTranslations("cohorts");
  const { interval } = node;
  const bound = (end: "min" | "max") => (value: number | null) => {
    if (value !== null) onChange({ ...node, interval: { ...interval, [end]: value } });
  };
  return (
    <>
      <Choice
        label={t("form.part")}
        value={node.part}
        options={PARTS.map((value) => ({ value, label: t(`form.parts.${value}`) }))}
        onChange={(part) => {
          onChange({ ...node, part });
        }}
      />
      <Part legend={t("form.interval")}>
        <div className="flex flex-wrap items-start gap-3">
          <NumberInput label={t("form.min")} value={interval.min} onChange={bound("min")} />
          <NumberInput label={t("form.max")} value={interval.max} onChange={bound("max")} />
          <Choice
            label={t("form.unit")}
            value={interval.unit}
            options={INTERVAL_UNITS.map((value) => ({ value, label: t(`units.${value}`, { count: 2 }) }))}
            onChange={(unit) => {
              onChange({ ...node, interval: { ...interval, unit } });
            }}
          />
        </div>
      </Part>
      <Part legend={t("form.bothVisits")}>
        <div className="flex flex-wrap gap-x-4">
          <Flag
            label={t("words.sameScanner")}
            checked={node.sameScanner}
            onChange={(sameScanner) => {
              onChange({ ...node, sameScanner });
            }}
          />
          <Flag
            label={t("words.bothCompliant")}
            checked={node.bothCompliant}
            onChange={(bothCompliant) => {
              onChange({ ...node, bothCompliant });
            }}
          />
        </div>
      </Part>
    </>
  );
}
