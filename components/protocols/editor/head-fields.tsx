"use client";

import { useTranslations } from "next-intl";
import { Field, TextInput } from "@/components/ui/field";
import { useIssueText } from "../labels";
import type { ProtocolDraft } from "./editor-draft";
import type { IssueAt } from "./issue-lookup";
import { LabelledSelect } from "./labelled-select";

const NEW = "+";

/** What a version is called, when it applies, and why it is made. */
export function HeadFields({
  draft,
  editing,
  existing,
  issueAt,
  onChange,
}: {
  draft: ProtocolDraft;
  editing: { code: string } | null;
  existing: readonly { code: string; name: string }[];
  issueAt: IssueAt;
  onChange: (draft: ProtocolDraft, tag: string | null) => void;
}) {
  const t = useTranslations("protocols");
  const issueText = useIssueText();
  const known = existing.find(({ code }) => code === draft.code);
  const field = (name: "code" | "name" | "validFrom" | "validUntil" | "reason", hint?: string) => {
    const issue = issueAt(name);
    return (
      <Field label={t(`head.${name}`)} hint={hint} error={issue ? issueText(issue) : undefined}>
        {(control) => (
          <TextInput
            {...control}
            type={name === "validFrom" || name === "validUntil" ? "date" : "text"}
            className={name === "code" ? "font-mono" : ""}
            maxLength={name === "reason" ? 500 : 120}
            value={draft[name]}
            onChange={(event) => {
              const { value } = event.currentTarget;
              onChange({ ...draft, [name]: name === "code" ? value.toUpperCase() : value }, name);
            }}
          />
        )}
      </Field>
    );
  };
  return (
    <div className="grid grid-cols-1 gap-3 md:grid-cols-3">
      {editing === null && existing.length > 0 ? (
        <LabelledSelect
          label={t("head.saveAs")}
          value={known?.code ?? NEW}
          options={[
            { value: NEW, label: t("head.newProtocol") },
            ...existing.map(({ code }) => ({ value: code, label: t("head.newVersionOf", { code }) })),
          ]}
          onChange={(value) => {
            const chosen = existing.find(({ code }) => code === value);
            onChange({ ...draft, code: chosen?.code ?? "", name: chosen?.name ?? draft.name }, null);
          }}
        />
      ) : null}
      {editing === null && !known ? field("code", t("head.codeHint")) : null}
      {field("name")}
      {field("validFrom", t("head.validFromHint"))}
      {field("validUntil", t("head.validUntilHint"))}
      {field("reason", t("head.reasonHint"))}
    </div>
  );
}
