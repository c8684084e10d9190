"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { useAction } from "@/components/ui/use-action";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import type { ActionResult } from "@/lib/access/action";
import type { OppositionState } from "@/lib/ingest/opposition/check-opposition";
import type { AddOppositions } from "./opposition-list-form";

export interface OneIdentifier {
  siteId: string;
  identifier: string;
}

type Answer = "added" | "known" | "removed" | "absent" | "opposed" | "notOpposed";

/** One identifier, typed: put on the list, looked up or taken off. The browser is told not to remember it. */
export function OppositionOneForm({
  siteId,
  add,
  check,
  remove,
}: {
  siteId: string;
  add: AddOppositions;
  check: (input: OneIdentifier) => Promise<ActionResult<OppositionState>>;
  remove: (input: OneIdentifier) => Promise<ActionResult<boolean>>;
}) {
  const t = useTranslations("identity.opposition");
  const { run, pending } = useAction();
  const [identifier, setIdentifier] = useState("");
  const [answer, setAnswer] = useState<{ kind: Answer; inCatalogue: boolean } | null>(null);
  const say = (kind: Answer, inCatalogue = false) => {
    setIdentifier("");
    setAnswer({ kind, inCatalogue });
  };
  const one = { siteId, identifier };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    run(
      () => add({ siteId, text: identifier, dryRun: false }),
      null,
      ({ added, inCatalogue }) => {
        say(added > 0 ? "added" : "known", inCatalogue > 0);
      },
    );
  };
  const empty = identifier.trim() === "";
  return (
    <form onSubmit={submit} autoComplete="off" className="flex flex-col gap-3">
      <Field label={t("identifier")} hint={t("identifierHint")}>
        {(control) => (
          <TextInput
            {...control}
            value={identifier}
            onChange={(event) => {
              setIdentifier(event.currentTarget.value);
              setAnswer(null);
            }}
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            data-1p-ignore=""
            maxLength={64}
            className="font-mono"
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" disabled={pending || empty}>
          {t("add")}
        </Button>
        <Button
          disabled={pending || empty}
          onClick={() => {
            run(
              () => check(one),
              null,
              ({ opposed, inCatalogue }) => {
                say(opposed ? "opposed" : "notOpposed", inCatalogue);
              },
            );
          }}
        >
          {t("check")}
        </Button>
        <Button
          variant="danger"
          disabled={pending || empty}
          onClick={() => {
            run(
              () => remove(one),
              null,
              (removed) => {
                say(removed ? "removed" : "absent");
              },
            );
          }}
        >
          {t("remove")}
        </Button>
      </div>
      <div aria-live="polite" className="flex flex-col gap-1">
        {answer ? <p>{t(`answer.${answer.kind}`)}</p> : null}
        {answer?.inCatalogue ? <p className="text-minor">{t("withdrawHint", { count: 1 })}</p> : null}
      </div>
    </form>
  );
}
