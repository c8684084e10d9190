"use client";

import { useLocale, useTranslations } from "next-intl";
import { useId, useState, type ReactNode } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { TextInput } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";

/** A labelled part of a clause's form. */
export function Part({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 text-micro font-medium text-muted">{legend}</legend>
      {children}
    </fieldset>
  );
}

/** Several of a list of values; a long list scrolls in its own frame. */
export function CheckList({
  legend,
  options,
  chosen,
  onChange,
}: {
  legend: string;
  options: readonly { value: string; label: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const id = useId();
  // What is chosen but no longer offered can still be let go.
  const missing = chosen.filter((value) => !options.some((one) => one.value === value));
  const all = [...options, ...missing.map((value) => ({ value, label: value }))];
  return (
    <Part legend={legend}>
      <div className="flex max-h-44 flex-wrap gap-x-4 gap-y-1 overflow-y-auto py-0.5 pl-0.5">
        {all.map(({ value, label }, index) => (
          <span key={value} className="flex min-h-6 items-center gap-1.5">
            <Checkbox
              id={`${id}-${index}`}
              checked={chosen.includes(value)}
              onCheckedChange={(state) => {
                const others = chosen.filter((one) => one !== value);
                onChange(state === true ? [...others, value] : others);
              }}
            />
            <label htmlFor={`${id}-${index}`}>{label}</label>
          </span>
        ))}
      </div>
    </Part>
  );
}

/** One box of its own. */
export function Flag({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <span className="flex min-h-6 items-center gap-1.5">
      <Checkbox
        id={id}
        checked={checked}
        onCheckedChange={(state) => {
          onChange(state === true);
        }}
      />
      <label htmlFor={id}>{label}</label>
    </span>
  );
}

/** One of a few values. */
export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly (SelectOption & { value: T })[];
  onChange: (value: T) => void;
}) {
  const id = useId();
  return (
    <span className="flex flex-col items-start gap-1">
      <label htmlFor={id} className="text-micro font-medium text-muted">
        {label}
      </label>
      <Select
        id={id}
        value={value}
        options={options}
        onValueChange={(next) => {
          const found = options.find((one) => one.value === next);
          if (found) onChange(found.value);
        }}
      />
    </span>
  );
}

/** What a person may type for a number, in either language's manner. */
function readNumber(text: string): number | null | undefined {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  if (plain === "") return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** A number that is kept as it is typed; `onChange` hears null for an empty field, nothing for what is no number. */
export function NumberInput({
  label,
  value,
  unit,
  whole = false,
  placeholder,
  onChange,
}: {
  label: string;
  value: number | null;
  unit?: string;
  whole?: boolean;
  placeholder?: string;
  onChange: (value: number | null) => void;
}) {
  const id = useId();
  const locale = useLocale();
  const t = useTranslations("cohorts.form");
  const write = (number: number | null) =>
    number === null ? "" : String(number).replace(".", locale === "fr" ? "," : ".");
  const [text, setText] = useState(write(value));
  const read = readNumber(text);
  // What was changed elsewhere (undo, a facet) is taken over; what means the same is left as it was typed.
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    if (value !== read) setText(write(value));
  }
  const wrong = read === undefined || (whole && read !== null && !Number.isInteger(read));
  return (
    <span className="flex flex-col items-start gap-1">
      <label htmlFor={id} className="text-micro font-medium text-muted">
        {label}
      </label>
      <span className="flex items-center gap-1.5">
        <TextInput
          id={id}
          inputMode={whole ? "numeric" : "decimal"}
          autoComplete="off"
          className="!w-24"
          value={text}
          placeholder={placeholder}
          aria-invalid={wrong || undefined}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
          onChange={(event) => {
            setText(event.target.value);
            const next = readNumber(event.target.value);
            if (next !== undefined && (!whole || next === null || Number.isInteger(next))) onChange(next);
          }}
        />
        {unit ? <span>{unit}</span> : null}
      </span>
      {wrong ? (
        <span id={`${id}-wrong`} role="alert" className="text-micro text-major">
          {whole ? t("wholeNumber") : t("number")}
        </span>
      ) : null}
    </span>
  );
}

/** Two bounds, each of which may be left open. */
export function RangeInput({
  min,
  max,
  unit,
  whole = false,
  onChange,
}: {
  min: number | null;
  max: number | null;
  unit?: string;
  whole?: boolean;
  onChange: (bounds: { min: number | null; max: number | null }) => void;
}) {
  const t = useTranslations("cohorts.form");
  return (
    <span className="flex flex-wrap items-start gap-3">
      <NumberInput
        label={t("min")}
        value={min}
        unit={unit}
        whole={whole}
        placeholder={t("open")}
        onChange={(value) => {
          onChange({ min: value, max });
        }}
      />
      <NumberInput
        label={t("max")}
        value={max}
        unit={unit}
        whole={whole}
        placeholder={t("open")}
        onChange={(value) => {
          onChange({ min, max: value });
        }}
      />
    </span>
  );
}
