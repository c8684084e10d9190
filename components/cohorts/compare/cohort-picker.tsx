"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { COHORT_PARAMETERS, LEAST_COMPARED } from "@/lib/cohort/compare/cohort-source";
import { cohortLetter } from "./cohort-mark";

const NONE = "none";

/** Two to four cohorts to compare, among what is kept and what the address holds already. */
export function CohortPicker({
  chosen,
  options,
}: {
  chosen: readonly (string | null)[];
  options: readonly { value: string; label: string }[];
}) {
  const t = useTranslations("cohort-compare.compare");
  const router = useRouter();
  const [pending, start] = useTransition();
  const [picked, setPicked] = useState<readonly (string | null)[]>(() =>
    COHORT_PARAMETERS.map((_, at) => chosen[at] ?? null),
  );
  const named = picked.filter((value) => value !== null);
  return (
    <form
      className="flex flex-wrap items-end gap-4 print:hidden"
      aria-busy={pending}
      onSubmit={(event) => {
        event.preventDefault();
        const params = new URLSearchParams();
        named.forEach((value, at) => {
          const parameter = COHORT_PARAMETERS[at];
          if (parameter) params.set(parameter, value);
        });
        start(() => {
          router.push(`/cohorts/compare?${params}`);
        });
      }}
    >
      {COHORT_PARAMETERS.map((parameter, at) => (
        <Field key={parameter} label={t("cohort", { letter: cohortLetter(at) })}>
          {(field) => (
            <Select
              {...field}
              className="max-w-72"
              value={picked[at] ?? NONE}
              options={[
                ...(at < LEAST_COMPARED && picked[at] !== null ? [] : [{ value: NONE, label: t("none") }]),
                ...options,
              ]}
              onValueChange={(value) => {
                setPicked(
                  picked.map((before, index) => (index === at ? (value === NONE ? null : value) : before)),
                );
              }}
            />
          )}
        </Field>
      ))}
      <Button type="submit" variant="primary" disabled={named.length < LEAST_COMPARED || pending}>
        {t("choose")}
      </Button>
    </form>
  );
}
