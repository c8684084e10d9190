import { useFormatter, useTranslations } from "next-intl";
import type { Confounding, Strength } from "@/lib/cohort/overlap/confounding";
import type { OverlapValue } from "@/lib/cohort/overlap/overlap";
import type { OverlapRequest } from "@/lib/cohort/overlap/overlap-request";
import { useValueNames } from "./value-names";

/** Below a clear link, where a value mostly stands is chance as much as anything. */
const UNTOLD: readonly Strength[] = ["none", "weak"];

/** Whether the two dimensions can be told apart: in words, then by the measure. */
export function ConfoundingSentence({
  confounding,
  request,
  rows,
  columns,
}: {
  confounding: Confounding;
  request: OverlapRequest;
  rows: readonly OverlapValue[];
  columns: readonly OverlapValue[];
}) {
  const t = useTranslations("cohort-compare.overlap");
  const format = useFormatter();
  const name = useValueNames();
  const { concentration, strength } = confounding;
  const dimensions = { rows: t(`dimension.${request.rows}`), columns: t(`dimension.${request.columns}`) };
  const named = (axis: "rows" | "columns", key: string) => {
    const value = (axis === "rows" ? rows : columns).find((one) => one.key === key);
    return value ? name(request[axis], value) : key;
  };
  const number = (value: number) =>
    format.number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return (
    <div className="flex max-w-prose flex-col gap-0.5">
      <p className="text-read font-medium">
        {t(`strength.${strength}`, dimensions)}
        {concentration && !UNTOLD.includes(strength) ? (
          <>
            {" "}
            {t(`concentration.${request.unit}`, {
              share: format.number(concentration.count / concentration.total, { style: "percent" }),
              of: named(concentration.axis, concentration.of),
              within: named(concentration.axis === "rows" ? "columns" : "rows", concentration.within),
              count: concentration.count,
              total: concentration.total,
            })}
          </>
        ) : null}
      </p>
      <p className="text-dense text-muted">
        {t(`measure.${request.unit}`, {
          v: number(confounding.v),
          corrected: number(confounding.corrected),
          n: confounding.n,
          leftOut: confounding.leftOut,
        })}
      </p>
    </div>
  );
}
