"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import type { ActionResult } from "@/lib/access/action";

export interface InvitationAnswer {
  email: string | null;
  name: string;
  password: string;
}

/** Name and password of a new account (and e-mail, for the first one). */
export function InvitationForm({
  email,
  intro,
  passwordMinChars,
  accept,
}: {
  /** Null when the person gives it herself. */
  email: string | null;
  intro: string;
  passwordMinChars: number;
  /** Goes on to the sign-in page when it succeeds. */
  accept: (answer: InvitationAnswer) => Promise<ActionResult<never>>;
}) {
  const t = useTranslations("auth.invitation");
  const tErrors = useTranslations("errors");
  const [wrong, setWrong] = useState<{ field: "password" | "repeat" | "form"; text: string } | null>(null);
  const [pending, startAccepting] = useTransition();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const password = text("password");
    if (password.length < passwordMinChars) {
      setWrong({ field: "password", text: t("tooShort", { min: passwordMinChars }) });
      return;
    }
    if (password !== text("repeat")) {
      setWrong({ field: "repeat", text: t("differ") });
      return;
    }
    startAccepting(async () => {
      setWrong(null);
      const result = await accept({
        email: email === null ? text("email") : null,
        name: text("name"),
        password,
      });
      if (!result.ok) {
        const reason = result.problem.details?.["reason"];
        const key = reason === "account-exists" ? ("reason.account-exists" as const) : result.problem.code;
        setWrong({ field: "form", text: tErrors(key) });
      }
    });
  };

  const error = (field: "password" | "repeat") => (wrong?.field === field ? wrong.text : undefined);
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4" aria-labelledby="invitation-title">
      <div>
        <h1 id="invitation-title" className="text-sentence font-semibold">
          {t("title")}
        </h1>
        <p className="mt-1 text-read text-muted">{intro}</p>
      </div>
      <Field label={t("email")} hint={t("emailHint")}>
        {(control) => (
          <TextInput
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            required
            maxLength={254}
            autoFocus={email === null}
            readOnly={email !== null}
            defaultValue={email ?? undefined}
            className={email === null ? undefined : "border-line bg-paper"}
          />
        )}
      </Field>
      <Field label={t("name")} hint={t("nameHint")}>
        {(control) => (
          <TextInput
            {...control}
            name="name"
            autoComplete="name"
            required
            maxLength={120}
            autoFocus={email !== null}
          />
        )}
      </Field>
      <Field
        label={t("password")}
        hint={t("passwordHint", { min: passwordMinChars })}
        error={error("password")}
      >
        {(control) => (
          <TextInput
            {...control}
            name="password"
            type="password"
            autoComplete="new-password"
            required
            maxLength={256}
          />
        )}
      </Field>
      <Field label={t("repeat")} error={error("repeat")}>
        {(control) => (
          <TextInput
            {...control}
            name="repeat"
            type="password"
            autoComplete="new-password"
            required
            maxLength={256}
          />
        )}
      </Field>
      <p role="alert" className="text-dense text-major empty:hidden">
        {wrong?.field === "form" ? wrong.text : null}
      </p>
      <Button type="submit" variant="primary" disabled={pending} className="h-9">
        {pending ? t("submitting") : t("submit")}
      </Button>
    </form>
  );
}
