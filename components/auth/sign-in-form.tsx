"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState, useTransition, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";

type Failure = "failed" | "limited" | "unavailable";

/** What next-auth's error codes mean to whoever reads the form. */
function failureOf(error: string): Failure {
  if (error === "CredentialsSignin") return "failed";
  return error === "rate-limited" ? "limited" : "unavailable";
}

/** E-mail and password. `enter` runs once the session is open, and goes on to the wanted page. */
export function SignInForm({
  email,
  welcome,
  enter,
}: {
  email?: string;
  welcome: boolean;
  enter: () => Promise<void>;
}) {
  const t = useTranslations("auth.signIn");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [pending, startSigningIn] = useTransition();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startSigningIn(async () => {
      setFailure(null);
      const answer = await signIn("credentials", {
        redirect: false,
        email: form.get("email"),
        password: form.get("password"),
      }).catch(() => undefined);
      if (answer?.ok && !answer.error) await enter();
      else setFailure(failureOf(answer?.error ?? "unreachable"));
    });
  };

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4" aria-labelledby="sign-in-title">
      <h1 id="sign-in-title" className="text-sentence font-semibold">
        {t("title")}
      </h1>
      {welcome ? (
        <p role="status" className="border-l-2 border-thread py-1 pl-3 text-read">
          {t("welcome")}
        </p>
      ) : null}
      <Field label={t("email")}>
        {(control) => (
          <TextInput
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            required
            autoFocus={!email}
            defaultValue={email}
            aria-invalid={failure === "failed" || undefined}
          />
        )}
      </Field>
      <Field label={t("password")}>
        {(control) => (
          <TextInput
            {...control}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            autoFocus={Boolean(email)}
            aria-invalid={failure === "failed" || undefined}
          />
        )}
      </Field>
      <p role="alert" className="flex min-h-4.5 items-start gap-1.5 text-dense text-major empty:hidden">
        {failure ? (
          <>
            <Icon name="warning" className="mt-0.5 size-3.5 shrink-0" />
            {t(failure)}
          </>
        ) : null}
      </p>
      <Button type="submit" variant="primary" disabled={pending} className="h-9">
        {pending ? t("submitting") : t("submit")}
      </Button>
      <p className="text-dense text-muted">{t("help")}</p>
    </form>
  );
}
