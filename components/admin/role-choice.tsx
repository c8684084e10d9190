"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";

const CHOICES = ["neuroscientist", "clinician", "dataManager", "admin"] as const;
export type RoleChoiceValue = (typeof CHOICES)[number];

/** Which roles a person has, each with what it opens. */
export function RoleChoice({
  legend,
  value,
  onChange,
  error,
}: {
  legend: string;
  value: readonly RoleChoiceValue[];
  onChange: (roles: RoleChoiceValue[]) => void;
  error?: string;
}) {
  const t = useTranslations("admin.roleHint");
  const tTerms = useTranslations("terms.userRole");
  const id = useId();
  return (
    <fieldset className="flex flex-col gap-2 text-read" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1.5 font-medium">{legend}</legend>
      {CHOICES.map((role) => (
        <div key={role} className="flex items-start gap-2">
          <Checkbox
            id={`${id}-${role}`}
            className="mt-1"
            checked={value.includes(role)}
            onCheckedChange={(checked) => {
              onChange(
                CHOICES.filter((choice) => (choice === role ? checked === true : value.includes(choice))),
              );
            }}
            aria-describedby={`${id}-${role}-hint`}
          />
          <div>
            <label htmlFor={`${id}-${role}`} className="first-letter:uppercase inline-block">
              {tTerms(role)}
            </label>
            <p id={`${id}-${role}-hint`} className="text-dense text-muted">
              {t(role)}
            </p>
          </div>
        </div>
      ))}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-dense text-major">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
