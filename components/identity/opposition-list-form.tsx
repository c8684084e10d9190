"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "@/components/ui/use-action";
import { Button } from "@/components/ui/button";
import { Field, TextArea } from "@/components/ui/field";
import type { ActionResult } from "@/lib/access/action";
import type { OppositionsAdded } from "@/lib/ingest/opposition/add-oppositions";

export type AddOppositions = (input: {
  siteId: string;
  text: string;
  dryRun: boolean;
}) => Promise<ActionResult<OppositionsAdded>>;

const MOST_LINES = 8;

/** A whole list, from a file or pasted: tried first, then added whole. Nothing typed stays after it. */
export function OppositionListForm({ siteId, add }: { siteId: string; add: AddOppositions }) {
  const t = useTranslations("identity.opposition");
  const { run, pending } = useAction();
  const [text, setText] = useState("");
  const [outcome, setOutcome] = useState<{ isTrial: boolean; counts: OppositionsAdded } | null>(null);
  const change = (next: string) => {
    setText(next);
    setOutcome(null);
  };
  const give = (dryRun: boolean) => {
    run(
      () => add({ siteId, text, dryRun }),
      null,
      (counts) => {
        setOutcome({ isTrial: dryRun, counts });
        if (!dryRun) setText("");
      },
    );
  };
  const isTried =
    outcome?.isTrial === true && outcome.counts.unusableLines.length === 0 && outcome.counts.read > 0;
  return (
    <div className="flex flex-col gap-3">
      <Field label={t("list")} hint={t("listHint")}>
        {(control) => (
          <TextArea
            {...control}
            rows={5}
            value={text}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            onChange={(event) => {
              change(event.currentTarget.value);
            }}
          />
        )}
      </Field>
      <Field label={t("file")}>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            className="text-dense"
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              if (file) void file.text().then(change);
            }}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          disabled={pending || text.trim() === ""}
          onClick={() => {
            give(true);
          }}
        >
          {t("try")}
        </Button>
        <Button
          variant="primary"
          disabled={pending || !isTried}
          onClick={() => {
            give(false);
          }}
        >
          {t("addAll")}
        </Button>
      </div>
      <div aria-live="polite" className="flex flex-col gap-1">
        {outcome ? <Outcome {...outcome} /> : null}
      </div>
    </div>
  );
}

function Outcome({ isTrial, counts }: { isTrial: boolean; counts: OppositionsAdded }) {
  const t = useTranslations("identity.opposition");
  const { read, added, known, inCatalogue, unusableLines } = counts;
  const lines = unusableLines.slice(0, MOST_LINES).join(", ");
  return (
    <>
      <p>{t(isTrial ? "wouldAdd" : "hasAdded", { read, added, known })}</p>
      {unusableLines.length > 0 ? (
        <p role="alert" className="text-major">
          {t("unusable", {
            count: unusableLines.length,
            lines: unusableLines.length > MOST_LINES ? `${lines}, …` : lines,
          })}
        </p>
      ) : null}
      {inCatalogue > 0 ? <p className="text-minor">{t("withdrawHint", { count: inCatalogue })}</p> : null}
    </>
  );
}
