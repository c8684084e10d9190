"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "@/components/ui/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, TextArea } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast";
import { SCHEMA_PATH } from "@/lib/harmonise/protocol/document-schema";
import type { PlacedIssue } from "@/lib/harmonise/protocol/parse-document";
import { useIssueText } from "./labels";
import type { ProtocolActions } from "./protocol-actions";

/** Takes a protocol in as YAML or JSON: what is wrong is said with its line, and then nothing is saved. */
export function ImportDialog({ importText }: Pick<ProtocolActions, "importText">) {
  const t = useTranslations("protocols");
  const tAdmin = useTranslations("admin");
  const issueText = useIssueText();
  const router = useRouter();
  const toast = useToast();
  const { run, pending } = useAction();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [issues, setIssues] = useState<readonly PlacedIssue[]>([]);
  const onlyOverlaps = issues.length > 0 && issues.every(({ code }) => code === "overlaps-version");
  const send = (onOverlap: "replace" | "refuse") => {
    run(
      () => importText({ text, onOverlap }),
      null,
      (result) => {
        if (!result.ok) {
          setIssues(result.issues);
          return;
        }
        const { code, version } = result.saved;
        toast({ title: t("saved", { code, version }) });
        setOpen(false);
        router.push(`/network/protocols/${code}`);
      },
    );
  };
  return (
    <Dialog
      trigger={<Button>{t("import")}</Button>}
      open={open}
      onOpenChange={setOpen}
      title={t("importTitle")}
      description={t("importBody")}
      closeLabel={tAdmin("close")}
      className="w-[min(48rem,92vw)]"
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send("refuse");
        }}
      >
        <Field label={t("importFile")}>
          {(control) => (
            <input
              {...control}
              type="file"
              accept=".yaml,.yml,.json,application/json,application/yaml"
              className="text-dense"
              onChange={(event) => {
                setIssues([]);
                void event.currentTarget.files?.[0]?.text().then(setText);
              }}
            />
          )}
        </Field>
        <Field
          label={t("importText")}
          hint={
            <a href={SCHEMA_PATH} className="underline underline-offset-2" target="_blank" rel="noreferrer">
              {t("schemaLink")}
            </a>
          }
        >
          {(control) => (
            <TextArea
              {...control}
              required
              rows={12}
              spellCheck={false}
              className="font-mono text-dense"
              value={text}
              onChange={(event) => {
                setIssues([]);
                setText(event.currentTarget.value);
              }}
            />
          )}
        </Field>
        {issues.length > 0 ? (
          <div role="alert" className="flex flex-col gap-1 border-l-2 border-major pl-4">
            <p className="font-medium text-major">{t("importRefused", { count: issues.length })}</p>
            <ol className="max-h-40 overflow-y-auto">
              {issues.map((issue, index) => (
                <li key={index} className="grid grid-cols-[5rem_1fr] gap-2">
                  <span className="text-muted">{t("line", { line: issue.line })}</span>
                  <span>
                    {issueText(issue)}{" "}
                    {issue.path.length > 0 ? (
                      <span className="font-mono text-micro text-muted">{issue.path.join(".")}</span>
                    ) : null}
                  </span>
                </li>
              ))}
            </ol>
          </div>
        ) : null}
        <div className="flex justify-end gap-2">
          {onlyOverlaps ? (
            <Button
              disabled={pending}
              onClick={() => {
                send("replace");
              }}
            >
              {t("importReplace")}
            </Button>
          ) : null}
          <Button type="submit" variant="primary" disabled={pending || text.trim() === ""}>
            {t("importSubmit")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
