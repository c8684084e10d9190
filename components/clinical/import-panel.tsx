"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { ImportFaultText, ImportResult } from "./import-result";
import { type ImportOutcome, sendImport } from "./import-transport";

interface Chosen {
  text: string;
  fileName: string;
}

/** A table is chosen, tried at once, and imported when nothing in it is wrong. */
export function ImportPanel({ sites }: { sites: readonly { id: string; name: string }[] }) {
  const t = useTranslations("clinical.import");
  const router = useRouter();
  const [siteId, setSiteId] = useState(sites[0]?.id ?? "");
  const [projectCode, setProjectCode] = useState("");
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [outcome, setOutcome] = useState<ImportOutcome | null>(null);
  const [pending, startTransition] = useTransition();

  const send = (file: Chosen, site: string, project: string, dryRun: boolean) => {
    startTransition(async () => {
      const given = { siteId: site, projectCode: project.trim() || null, ...file };
      const next = await sendImport(given, dryRun);
      setOutcome(next);
      if (dryRun || !next.ok) return;
      setChosen(null);
      router.refresh();
    });
  };
  const again = (site: string, project: string) => {
    setOutcome(null);
    if (chosen) send(chosen, site, project, true);
  };
  const answer = outcome?.ok ? outcome.answer : null;
  const brings = answer ? answer.diagnoses + answer.scores + answer.controls : 0;
  const mayImport =
    answer?.importId === null && answer.problems.length === 0 && answer.sameFileAt === null && brings > 0;
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-3">
        <Field label={t("site")}>
          {(control) => (
            <Select
              {...control}
              value={siteId}
              onValueChange={(next) => {
                setSiteId(next);
                again(next, projectCode);
              }}
              options={sites.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </Field>
        <Field label={t("file")} hint={t("fileHint")}>
          {(control) => (
            <input
              {...control}
              type="file"
              accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
              className="text-dense"
              onChange={(event) => {
                const [file] = event.currentTarget.files ?? [];
                setOutcome(null);
                setChosen(null);
                if (!file) return;
                void file.text().then((text) => {
                  const next = { text, fileName: file.name };
                  setChosen(next);
                  send(next, siteId, projectCode, true);
                });
              }}
            />
          )}
        </Field>
        <Field label={t("project")} hint={t("projectHint")}>
          {(control) => (
            <TextInput
              {...control}
              value={projectCode}
              autoComplete="off"
              maxLength={60}
              onChange={(event) => {
                setProjectCode(event.currentTarget.value);
              }}
              onBlur={() => {
                again(siteId, projectCode);
              }}
            />
          )}
        </Field>
      </div>
      <div aria-live="polite" className="flex flex-col gap-3">
        {pending ? <p className="text-muted">{t("trying")}</p> : null}
        {outcome?.ok === false ? <ImportFaultText fault={outcome.fault} /> : null}
        {answer ? <ImportResult answer={answer} /> : null}
      </div>
      <div>
        <Button
          variant="primary"
          disabled={pending || !mayImport || chosen === null}
          onClick={() => {
            if (chosen) send(chosen, siteId, projectCode, false);
          }}
        >
          {t("confirm")}
        </Button>
      </div>
    </div>
  );
}
