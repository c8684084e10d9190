"use client";

import { useTranslations } from "next-intl";
import { Choice, NumberInput } from "./form-controls";

type Rule = { at: "exam" } | { at: "ever" } | { at: "nearest"; days: number };
type At = Rule["at"];

/** When a diagnosis or a score must hold, with the days around the exam where the rule asks for them. */
export function RuleForm<R extends Rule>({
  rule,
  allowed,
  onChange,
}: {
  rule: R;
  /** The rules that make sense of what is asked. */
  allowed: readonly (R["at"] & At)[];
  onChange: (rule: R) => void;
}) {
  const t = useTranslations("cohorts.form");
  const make = (at: At, days: number) => (at === "nearest" ? { at, days } : { at }) as R;
  const days = rule.at === "nearest" ? rule.days : 90;
  return (
    <div className="flex flex-wrap items-start gap-3">
      <Choice<At>
        label={t("rule")}
        value={rule.at}
        options={allowed.map((at: At) => ({ value: at, label: t(`rules.${at}`) }))}
        onChange={(at) => {
          onChange(make(at, days));
        }}
      />
      {rule.at === "nearest" ? (
        <NumberInput
          label={t("days")}
          value={days}
          unit={t("daysUnit")}
          whole
          onChange={(value) => {
            if (value !== null) onChange(make("nearest", value));
          }}
        />
      ) : null}
    </div>
  );
}
