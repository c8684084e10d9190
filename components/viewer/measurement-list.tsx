"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icons";
import type { Measurement } from "@/lib/catalogue/measurement";
import { formatMm } from "./format";
import type { Measurements } from "./use-measurements";

interface MeasurementListProps {
  measurements: Measurements;
  /** Name of the volume a length was drawn on. */
  nameOf(volumeId: string): string;
  chosenId: string | null;
  onChoose(measurement: Measurement): void;
}

/** The user's lengths on an exam: go there, delete. */
export function MeasurementList({ measurements, nameOf, chosenId, onChoose }: MeasurementListProps) {
  const t = useTranslations("viewer.measurements");
  const unit = useTranslations("viewer");
  const format = useFormatter();
  const { list, problem, reload, remove } = measurements;
  return (
    <>
      {problem ? (
        <p role="alert" className="mb-2 text-dense text-major">
          {t(`problem.${problem}`)}{" "}
          {problem === "load" ? (
            <button type="button" className="underline underline-offset-2" onClick={reload}>
              {t("retry")}
            </button>
          ) : null}
        </p>
      ) : null}
      {list.length === 0 && !problem ? <p className="text-dense text-muted">{t("none")}</p> : null}
      <ul data-testid="measurements" className="flex flex-col">
        {list.map((measurement, index) => {
          const length = unit("millimetres", { value: formatMm(format, measurement.lengthMm) });
          const name = t("name", { number: index + 1 });
          return (
            <li
              key={measurement.id}
              className={classNames(
                "-mx-2 flex items-center gap-1 border-l-2 pl-1.5",
                measurement.id === chosenId ? "border-thread bg-hover" : "border-transparent",
              )}
            >
              <button
                type="button"
                aria-label={t("goTo", { name, length })}
                onClick={() => onChoose(measurement)}
                className="flex min-h-8 min-w-0 flex-1 items-baseline justify-between gap-2 rounded-sm py-1 text-left hover:bg-hover"
              >
                <span className="min-w-0 truncate text-muted">
                  {name} · {nameOf(measurement.volumeId)}
                </span>
                <span className="shrink-0 font-semibold tabular-nums">{length}</span>
              </button>
              <Button
                variant="quiet"
                size="icon"
                className="size-7"
                aria-label={t("delete", { name, length })}
                onClick={() => void remove(measurement.id)}
              >
                <Icon name="close" className="size-3.5" />
              </Button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
