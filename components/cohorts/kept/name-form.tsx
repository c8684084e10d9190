"use client";

import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { DialogClose } from "@/components/ui/dialog";
import { Field, TextArea, TextInput } from "@/components/ui/field";
import { MAX_NAME } from "@/lib/cohort/kept/kept-cohort";

/** Name and description of a question. */
export function NameForm({
  initial,
  submitLabel,
  pending,
  onSubmit,
  children,
}: {
  initial: { name: string; description: string };
  submitLabel: string;
  pending: boolean;
  onSubmit: (named: { name: string; description: string }) => void;
  children?: ReactNode;
}) {
  const t = useTranslations("cohort-kept");
  const [name, setName] = useState(initial.name);
  const [description, setDescription] = useState(initial.description);
  const [missing, setMissing] = useState(false);
  return (
    <form
      className="flex flex-col gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === "") setMissing(true);
        else onSubmit({ name: name.trim(), description: description.trim() });
      }}
    >
      {children}
      <Field label={t("name")} error={missing && name.trim() === "" ? t("nameMissing") : undefined}>
        {(control) => (
          <TextInput
            {...control}
            value={name}
            maxLength={MAX_NAME}
            required
            autoComplete="off"
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
        )}
      </Field>
      <Field label={t("description")} hint={t("optional")}>
        {(control) => (
          <TextArea
            {...control}
            value={description}
            maxLength={2000}
            onChange={(event) => {
              setDescription(event.target.value);
            }}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>{t("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={pending}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
