"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import type { PasswordState } from "@/components/account/password-state";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";

export function PasswordForm({
  submit,
  minimumLength,
}: {
  submit: (state: PasswordState, form: FormData) => Promise<PasswordState>;
  minimumLength: number;
}) {
  const t = useTranslations("account.password");
  const [state, action, saving] = useActionState(submit, { kind: "idle" });
  const reason = state.kind === "failed" ? state.reason : null;
  const aboutCurrent = reason === "wrong" || reason === "rateLimited";
  return (
    <form action={action} className="flex flex-col gap-4">
      <Field label={t("current")} error={reason && aboutCurrent ? t(reason) : undefined}>
        {(control) => (
          <TextInput {...control} name="current" type="password" required autoComplete="current-password" />
        )}
      </Field>
      <Field label={t("next")} hint={t("hint", { min: minimumLength })}>
        {(control) => (
          <TextInput
            {...control}
            name="next"
            type="password"
            required
            minLength={minimumLength}
            autoComplete="new-password"
          />
        )}
      </Field>
      <Field
        label={t("repeat")}
        error={
          reason === "mismatch" || reason === "failed"
            ? t(reason)
            : reason === "tooShort"
              ? t("tooShort", { min: minimumLength })
              : undefined
        }
      >
        {(control) => (
          <TextInput {...control} name="repeat" type="password" required autoComplete="new-password" />
        )}
      </Field>
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" disabled={saving}>
          {saving ? t("saving") : t("submit")}
        </Button>
        <p className="text-muted">{t("note")}</p>
      </div>
    </form>
  );
}
