"use client";

import { useFormatter } from "next-intl";
import { useId, type ReactNode } from "react";
import { Checkbox } from "./checkbox";
import { classNames } from "./class-names";

/**
 * One value of a facet: box, label, count, and a bar for its share under the other criteria. The thread colour is
 * the user's choice and nothing else.
 */
export function FacetRow({
  label,
  count,
  share,
  chosen,
  onChange,
  depth = 0,
  countLabel,
}: {
  label: ReactNode;
  /** Null shows the place of a count that is being computed. */
  count: number | null;
  /** 0 to 1, relative to the largest count of the facet. */
  share: number;
  chosen: boolean;
  onChange: (chosen: boolean) => void;
  /** Depth in a hierarchy; 0 is the top. */
  depth?: number;
  /** What a screen reader says for the count, e.g. "451 subjects"; also replaces "< 11". */
  countLabel?: string;
}) {
  const id = useId();
  const format = useFormatter();
  return (
    <div className="relative grid grid-cols-[auto_minmax(0,1fr)_auto] min-h-6 items-center gap-x-1.5 py-0.5">
      <Checkbox
        checked={chosen}
        onCheckedChange={(state) => {
          onChange(state === true);
        }}
        aria-labelledby={`${id}-label ${id}-count`}
      />
      <label
        id={`${id}-label`}
        onClick={() => {
          onChange(!chosen);
        }}
        style={{ paddingLeft: `${depth * 0.625}rem` }}
        className={classNames("line-clamp-2 cursor-pointer leading-4 wrap-anywhere", chosen && "font-medium")}
      >
        {label}
      </label>
      <span id={`${id}-count`} className={classNames("pl-2 text-right", chosen ? "text-ink" : "text-muted")}>
        <span aria-hidden={countLabel ? true : undefined}>{count === null ? "…" : format.number(count)}</span>
        {countLabel ? <span className="sr-only">{countLabel}</span> : null}
      </span>
      <span aria-hidden="true" className="col-start-2 h-0.5 overflow-hidden">
        <span
          className={classNames(
            "block h-full rounded-full transition-[width]",
            chosen ? "bg-thread" : "bg-data-2",
          )}
          style={{ width: `${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%` }}
        />
      </span>
    </div>
  );
}
