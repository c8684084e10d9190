"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { classNames } from "@/components/ui/class-names";
import { Field, TextInput } from "@/components/ui/field";
import type { FoundTerm } from "@/lib/catalogue/clinical/search-diagnosis-terms";

const WAIT_MS = 150;

export interface PickedTerm {
  code: string;
  label: string;
}

/** A diagnosis found by typing: arrows choose, Enter takes, Escape leaves what was chosen. */
export function TermPicker({
  picked,
  onPick,
  error,
}: {
  picked: PickedTerm | null;
  onPick: (term: PickedTerm) => void;
  error?: string | undefined;
}) {
  const t = useTranslations("clinical.picker");
  const locale = useLocale();
  const listId = useId();
  const [text, setText] = useState("");
  const [found, setFound] = useState<FoundTerm[] | null>(null);
  const [active, setActive] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const asked = useRef(0);
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
    },
    [],
  );
  const labelOf = (term: FoundTerm) => (locale === "fr" ? term.labelFr : term.labelEn);

  const change = (next: string) => {
    setText(next);
    if (timer.current) clearTimeout(timer.current);
    asked.current += 1;
    const own = asked.current;
    if (next.trim() === "") {
      setFound(null);
      return;
    }
    timer.current = setTimeout(() => {
      void searchTerms(next).then((terms) => {
        // An answer that a later keystroke has overtaken.
        if (own !== asked.current || terms === null) return;
        setFound(terms);
        setActive(0);
      });
    }, WAIT_MS);
  };
  const take = (term: FoundTerm | undefined) => {
    if (!term) return;
    onPick({ code: term.code, label: labelOf(term) });
    setText("");
    setFound(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!found) return;
    if (event.key === "ArrowDown") setActive((at) => Math.min(at + 1, found.length - 1));
    else if (event.key === "ArrowUp") setActive((at) => Math.max(at - 1, 0));
    else if (event.key === "Enter") take(found[active]);
    else if (event.key === "Escape") setFound(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isOpen = found !== null && found.length > 0;
  return (
    <div className="relative flex flex-col gap-1">
      <Field label={t("label")} hint={t("hint")} error={error}>
        {(control) => (
          <TextInput
            {...control}
            role="combobox"
            aria-expanded={isOpen}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={isOpen ? `${listId}-${active}` : undefined}
            autoComplete="off"
            maxLength={100}
            value={text}
            onKeyDown={onKeyDown}
            onChange={(event) => {
              change(event.currentTarget.value);
            }}
          />
        )}
      </Field>
      <p role="status" className="text-dense text-muted">
        {found === null
          ? picked
            ? t("chosen", { name: `${picked.label} (${picked.code})` })
            : ""
          : found.length === 0
            ? t("none")
            : t("found", { count: found.length })}
      </p>
      <ul
        id={listId}
        role="listbox"
        aria-label={t("label")}
        hidden={!isOpen}
        className="max-h-56 overflow-y-auto rounded-md border border-line bg-surface"
      >
        {(found ?? []).map((term, at) => (
          <li
            key={term.code}
            id={`${listId}-${at}`}
            role="option"
            aria-selected={at === active}
            className={classNames(
              "flex cursor-pointer justify-between gap-3 px-2.5 py-1 text-dense",
              at === active && "bg-hover",
            )}
            onMouseDown={(event) => {
              // Keeps the focus in the field.
              event.preventDefault();
              take(term);
            }}
          >
            <span>{labelOf(term)}</span>
            <span className="font-mono text-muted">{[term.code, ...term.icd10.slice(0, 2)].join(" · ")}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

async function searchTerms(text: string): Promise<FoundTerm[] | null> {
  const response = await fetch(`/api/terms?${new URLSearchParams({ q: text }).toString()}`).catch(() => null);
  return response?.ok ? ((await response.json()) as FoundTerm[]) : null;
}
