"use client";

import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { useBuilder } from "./builder-state";
import type { OutlineItem } from "./outline";

/** Beside a clause: the subjects that it took away, as a number and as a share of those that were there. */
export function ClauseEffectMark({ item }: { item: OutlineItem }) {
  const t = useTranslations("cohorts.tree");
  const { effectOf, answer, pending } = useBuilder();
  const effect = effectOf(item.node);
  if (!effect) return null;
  const before = effect.without.subjects;
  const after = answer.counts.subjects;
  const told = before !== "below-11" && after !== "below-11";
  const removed = told ? Math.max(0, before - after) : 0;
  const share = told && before > 0 ? removed / before : 0;
  const exact = answer.access === "rows";
  return (
    <span className="flex w-28 shrink-0 flex-col items-end gap-0.5 text-micro text-muted">
      <span data-effect={item.key}>
        {!told ? t("removesUntold") : t(exact ? "removes" : "removesAbout", { count: removed })}
      </span>
      <span
        aria-hidden="true"
        // The words keep their contrast; the bar says that they are old.
        className={classNames(
          "h-0.5 w-full overflow-hidden rounded-full bg-data-1 transition-opacity",
          pending && "opacity-30",
        )}
      >
        <span className="ml-auto block h-full bg-data-3" style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  );
}
