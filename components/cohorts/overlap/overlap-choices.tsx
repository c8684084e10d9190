"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { type OverlapAddress, overlapParameters } from "@/lib/cohort/overlap/overlap-address";
import {
  DIAGNOSIS_LEVELS,
  type Dimension,
  OVERLAP_UNITS,
  type OverlapRequest,
  THIN_BOUNDS,
} from "@/lib/cohort/overlap/overlap-request";

const NO_SPLIT = "no";

/** The dimensions, the unit and the bound of a matrix; all of it is in the address. */
export function OverlapChoices({
  address,
  dimensions,
  exact,
}: {
  address: OverlapAddress;
  dimensions: readonly Dimension[];
  exact: boolean;
}) {
  const t = useTranslations("cohort-compare.overlap");
  const router = useRouter();
  const [pending, start] = useTransition();
  const { request, thinBelow } = address;
  const go = (change: Partial<OverlapRequest>, thin = thinBelow) => {
    const next = { ...address, request: { ...request, ...change }, thinBelow: thin };
    start(() => {
      router.push(`/cohorts/overlap?${overlapParameters(next)}`, { scroll: false });
    });
  };
  const names = (free: (one: Dimension) => boolean) =>
    dimensions.filter(free).map((one) => ({ value: one as string, label: t(`dimension.${one}`) }));
  const dimension = (value: string) => dimensions.find((one) => one === value);
  const choice = (
    label: string,
    value: string,
    options: { value: string; label: string }[],
    choose: (value: string) => void,
  ) => (
    <Field label={label}>
      {(field) => <Select {...field} value={value} options={options} onValueChange={choose} />}
    </Field>
  );
  const { rows, columns, split } = request;
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-3 print:hidden" aria-busy={pending}>
      {choice(
        t("rows"),
        rows,
        names((one) => one !== columns && one !== split),
        (value) => {
          const next = dimension(value);
          if (next) go({ rows: next });
        },
      )}
      {choice(
        t("columns"),
        columns,
        names((one) => one !== rows && one !== split),
        (value) => {
          const next = dimension(value);
          if (next) go({ columns: next });
        },
      )}
      {choice(
        t("split"),
        split ?? NO_SPLIT,
        [{ value: NO_SPLIT, label: t("noSplit") }, ...names((one) => one !== rows && one !== columns)],
        (value) => {
          go({ split: dimension(value) ?? null });
        },
      )}
      {[rows, columns, split].includes("diagnosis")
        ? choice(
            t("level"),
            request.level,
            DIAGNOSIS_LEVELS.map((one) => ({ value: one, label: t(`levels.${one}`) })),
            (value) => {
              const next = DIAGNOSIS_LEVELS.find((one) => one === value);
              if (next) go({ level: next });
            },
          )
        : null}
      {choice(
        t("unit"),
        request.unit,
        OVERLAP_UNITS.map((one) => ({ value: one, label: t(`units.${one}`) })),
        (value) => {
          const next = OVERLAP_UNITS.find((one) => one === value);
          if (next) go({ unit: next });
        },
      )}
      {choice(
        t("thin"),
        String(thinBelow),
        // Below eleven nothing is told to whoever may only count.
        THIN_BOUNDS.filter((bound) => exact || bound >= 11).map((bound) => ({
          value: String(bound),
          label: t("thinBelow", { count: bound }),
        })),
        (value) => {
          go({}, Number(value));
        },
      )}
      {pending ? (
        <p role="status" className="pb-1.5 text-muted">
          {t("loading")}
        </p>
      ) : null}
    </div>
  );
}
