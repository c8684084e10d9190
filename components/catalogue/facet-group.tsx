"use client";

import { useTranslations } from "next-intl";
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { FacetRow } from "@/components/ui/facet-row";
import type { Facet } from "@/lib/catalogue/search-query";
import type { ShownCount } from "@/lib/catalogue/search-result";

export interface FacetOption {
  value: string;
  label: ReactNode;
  /** For the tooltip of a label that is cut. */
  title?: string;
  count: ShownCount;
  chosen: boolean;
  depth?: number;
}

/** Options shown before "show all". */
const FEW = 9;

function weight(count: ShownCount): number {
  return count === "below-11" ? 0 : count;
}

/** The frame of a facet: a heading and whatever chooses its values. */
export function FacetFrame({
  facet,
  note,
  children,
}: {
  facet: Facet;
  note?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations("catalogue.facets");
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      id={`facet-${facet}`}
      tabIndex={-1}
      className="scroll-mt-16 rounded-sm outline-offset-4"
    >
      <div className="mb-0.5 flex items-baseline justify-between gap-2 text-micro">
        <h2 id={id} className="font-semibold">
          {t(facet)}
        </h2>
        <span className="text-muted">{note ?? t("subjects")}</span>
      </div>
      {children}
    </section>
  );
}

/** Arrow keys go from box to box inside a facet. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const boxes = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="checkbox"]')];
  const at = boxes.findIndex((box) => box === document.activeElement);
  const next = boxes[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

/** A facet whose values are ticked; long lists are folded, what is chosen stays in view. */
export function FacetGroup({
  facet,
  options,
  note,
  few = FEW,
  onToggle,
}: {
  facet: Facet;
  options: readonly FacetOption[];
  note?: ReactNode;
  few?: number;
  onToggle: (value: string, chosen: boolean) => void;
}) {
  const t = useTranslations("catalogue.facets");
  const [open, setOpen] = useState(false);
  if (options.length === 0) return null;
  const foldable = options.length > few + 2;
  const shown = foldable && !open ? options.filter((option, index) => index < few || option.chosen) : options;
  const largest = Math.max(1, ...options.map((option) => weight(option.count)));
  return (
    <FacetFrame facet={facet} note={note}>
      <div onKeyDown={moveFocus}>
        {shown.map((option) => (
          <FacetRow
            key={option.value}
            label={option.title ? <span title={option.title}>{option.label}</span> : option.label}
            count={weight(option.count)}
            share={weight(option.count) / largest}
            chosen={option.chosen}
            depth={option.depth}
            countLabel={t("countSubjects", { count: weight(option.count) })}
            onChange={(chosen) => {
              onToggle(option.value, chosen);
            }}
          />
        ))}
      </div>
      {foldable ? (
        <button
          type="button"
          aria-expanded={open}
          className="mt-0.5 text-micro text-muted underline underline-offset-2 hover:text-ink"
          onClick={() => {
            setOpen(!open);
          }}
        >
          {open ? t("fewer") : t("more", { count: options.length })}
        </button>
      ) : null}
    </FacetFrame>
  );
}
