"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useId, useState, type KeyboardEvent } from "react";
import { classNames } from "@/components/ui/class-names";
import { TextInput } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";
import type { TermLabel } from "@/lib/cohort/vocabulary";
import { Part } from "./form-controls";

interface FoundTerm extends TermLabel {
  icd10: readonly string[];
}

const PAUSE_MS = 150;
const LIMIT = 12;

/** Diagnoses found by label, synonym or code as one types. */
function useTermSearch(text: string): { found: readonly FoundTerm[]; failed: boolean; searching: boolean } {
  const [answer, setAnswer] = useState<{ text: string; found: readonly FoundTerm[]; failed: boolean }>({
    text: "",
    found: [],
    failed: false,
  });
  const wanted = text.trim();
  useEffect(() => {
    if (wanted === "") return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      fetch(`/api/terms?q=${encodeURIComponent(wanted)}&limit=${LIMIT}`, { signal: controller.signal })
        .then(async (response) => {
          if (!response.ok) throw new Error("not found");
          const found = (await response.json()) as FoundTerm[];
          setAnswer({ text: wanted, found, failed: false });
        })
        .catch(() => {
          if (!controller.signal.aborted) setAnswer({ text: wanted, found: [], failed: true });
        });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [wanted]);
  if (wanted === "") return { found: [], failed: false, searching: false };
  return { ...answer, searching: answer.text !== wanted };
}

/** Chooses diagnoses of the hierarchy: what is chosen stands as chips, more are found by typing. */
export function DiagnosisPicker({
  codes,
  labelOf,
  onChange,
  onLearn,
}: {
  codes: readonly string[];
  labelOf: (code: string) => string;
  onChange: (codes: string[]) => void;
  /** Told the labels of what is chosen. */
  onLearn: (terms: readonly TermLabel[]) => void;
}) {
  const t = useTranslations("cohorts.form");
  const locale = useLocale();
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const { found, failed, searching } = useTermSearch(text);
  const open = text.trim() !== "" && !searching;
  const active = Math.min(at, found.length - 1);

  const choose = (term: FoundTerm | undefined) => {
    if (!term) return;
    onLearn([term]);
    if (!codes.includes(term.code)) onChange([...codes, term.code]);
    setText("");
    setAt(0);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setAt(Math.max(0, Math.min(found.length - 1, active + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (open) choose(found[active]);
    } else if (event.key === "Escape" && text !== "") {
      event.stopPropagation();
      setText("");
    }
  };

  return (
    <Part legend={t("diagnoses")}>
      {codes.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {codes.map((code) => (
            <li
              key={code}
              className="inline-flex items-center rounded-sm border border-thread pl-1.5 text-thread"
            >
              {labelOf(code)}
              <button
                type="button"
                aria-label={t("removeValue", { label: labelOf(code) })}
                className="grid size-6 place-items-center rounded-sm hover:bg-hover"
                onClick={() => {
                  onChange(codes.filter((one) => one !== code));
                }}
              >
                <Icon name="close" className="size-3" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="relative max-w-md">
        <TextInput
          role="combobox"
          aria-label={t("searchDiagnosis")}
          aria-expanded={open && found.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={open && found[active] ? `${id}-${active}` : undefined}
          autoComplete="off"
          placeholder={t("diagnosisHint")}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <ul
          id={`${id}-list`}
          role="listbox"
          aria-label={t("foundDiagnoses")}
          className={classNames(
            "absolute inset-x-0 z-30 mt-1 max-h-64 overflow-y-auto rounded-lg border bg-surface p-1 shadow-float",
            !(open && found.length > 0) && "hidden",
          )}
        >
          {found.map((term, index) => {
            const label = locale === "fr" ? term.labelFr : term.labelEn;
            const other = locale === "fr" ? term.labelEn : term.labelFr;
            return (
              <li
                key={term.code}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                className={classNames(
                  "flex min-h-8 cursor-pointer items-baseline justify-between gap-3 rounded-md px-2 py-1",
                  index === active && "bg-hover",
                )}
                onPointerMove={() => {
                  setAt(index);
                }}
                onClick={() => {
                  choose(term);
                }}
              >
                <span>
                  {label}
                  {other !== label ? <span className="text-muted"> · {other}</span> : null}
                </span>
                <span className="shrink-0 font-mono text-micro text-muted">
                  {[term.code, ...term.icd10].join(" ")}
                </span>
              </li>
            );
          })}
        </ul>
        <p role="status" className="min-h-4 text-micro text-muted">
          {failed ? t("searchFailed") : open ? t("foundCount", { count: found.length }) : t("descendants")}
        </p>
      </div>
    </Part>
  );
}
