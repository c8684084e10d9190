"use client";

import { Field } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";

/** A choice with its label; the values are those of a closed list. */
export function LabelledSelect<T extends string>({
  label,
  options,
  value,
  onChange,
  error,
}: {
  label: string;
  options: readonly (SelectOption & { value: T })[];
  value: T;
  onChange: (value: T) => void;
  error?: string | undefined;
}) {
  return (
    <Field label={label} error={error}>
      {(control) => (
        <Select
          id={control.id}
          aria-describedby={control["aria-describedby"] ?? ""}
          aria-invalid={control["aria-invalid"] ?? false}
          className="w-full"
          options={options}
          value={value}
          onValueChange={(next) => {
            const chosen = options.find((option) => option.value === next);
            if (chosen) onChange(chosen.value);
          }}
        />
      )}
    </Field>
  );
}
