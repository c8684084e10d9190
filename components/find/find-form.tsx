"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import type { FindState } from "@/components/find/find-state";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { LinkButton } from "@/components/ui/link-button";
import { Pseudonym } from "@/components/ui/pseudonym";
import { Select } from "@/components/ui/select";

/**
 * A clinician looks for a patient of her site. The browser is told not to remember what is typed, and the field is
 * emptied by every search.
 */
export function FindForm({
  sites,
  find,
}: {
  sites: readonly { id: string; name: string }[];
  find: (state: FindState, form: FormData) => Promise<FindState>;
}) {
  const t = useTranslations("records.find");
  const [state, submit, searching] = useActionState(find, { kind: "idle" });
  const [only] = sites.length === 1 ? sites : [];
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-8 md:grid-cols-2">
      <form action={submit} autoComplete="off" className="flex flex-col gap-4">
        <Field label={t("site")}>
          {(control) =>
            only ? (
              <>
                <input type="hidden" name="siteId" value={only.id} />
                <output id={control.id} className="h-8 content-center">
                  {only.name}
                </output>
              </>
            ) : (
              <Select
                {...control}
                name="siteId"
                defaultValue={sites[0]?.id}
                options={sites.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )
          }
        </Field>
        <Field
          label={t("identifier")}
          hint={t("hint")}
          error={state.kind === "failed" ? t(state.reason) : undefined}
        >
          {(control) => (
            <TextInput
              {...control}
              name="identifier"
              type="text"
              required
              autoFocus
              autoComplete="off"
              autoCorrect="off"
              spellCheck={false}
              data-1p-ignore=""
              maxLength={64}
              className="font-mono"
            />
          )}
        </Field>
        <Button type="submit" variant="primary" disabled={searching} className="self-start">
          {searching ? t("searching") : t("submit")}
        </Button>
      </form>
      <div aria-live="polite" className="md:pt-6">
        {state.kind === "found" ? (
          <div className="flex flex-col items-start gap-2 border-l-2 border-thread py-1 pl-5">
            <h2 className="text-sentence font-semibold">{t("found")}</h2>
            <p className="text-read text-muted">{t("foundBody")}</p>
            <p className="text-title">
              <Pseudonym value={state.pseudonym} link />
            </p>
            <LinkButton variant="primary" className="mt-2" href={`/subjects/${state.pseudonym}`}>
              {t("open")}
            </LinkButton>
          </div>
        ) : null}
        {state.kind === "none" ? (
          <div className="flex flex-col gap-2 border-l-2 border-line py-1 pl-5">
            <h2 className="text-sentence font-semibold">{t("none")}</h2>
            <p className="text-read text-muted">{t("noneBody")}</p>
          </div>
        ) : null}
      </div>
    </div>
  );
}
