"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { DialogClose } from "@/components/ui/dialog";
import { Field, TextInput } from "@/components/ui/field";
import type { SiteDraft } from "./network-actions";

/** A site's name and city; its code only while it is new. */
export function SiteForm({
  initial,
  editing = false,
  submitLabel,
  pending,
  onSubmit,
}: {
  initial: Partial<SiteDraft>;
  editing?: boolean;
  submitLabel: string;
  pending: boolean;
  onSubmit: (site: SiteDraft) => void;
}) {
  const t = useTranslations("network.siteForm");
  const tAdmin = useTranslations("admin");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    onSubmit({ code: initial.code ?? text("code"), name: text("name"), city: text("city") });
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      <Field label={t("name")}>
        {(control) => (
          <TextInput
            {...control}
            name="name"
            required
            minLength={2}
            maxLength={120}
            defaultValue={initial.name}
            autoFocus
          />
        )}
      </Field>
      <Field label={t("city")}>
        {(control) => <TextInput {...control} name="city" maxLength={80} defaultValue={initial.city} />}
      </Field>
      {editing ? null : (
        <Field label={t("code")} hint={t("codeHint")}>
          {(control) => (
            <TextInput
              {...control}
              name="code"
              required
              pattern="[A-Za-z][A-Za-z0-9_\-]{1,31}"
              maxLength={32}
              className="max-w-44 font-mono uppercase"
            />
          )}
        </Field>
      )}
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>{tAdmin("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={pending}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
