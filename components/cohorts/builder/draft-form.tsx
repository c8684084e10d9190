"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useBuilder, type Draft } from "./builder-state";
import { ClauseForm } from "./clause-form";
import type { TreeActions } from "./tree-actions";

/** A clause that means nothing yet: it joins the question with its first value. */
export function DraftForm({ draft, actions }: { draft: Draft; actions: TreeActions }) {
  const t = useTranslations("cohorts");
  const { setDraft } = useBuilder();
  const frame = useRef<HTMLDivElement>(null);
  const { node } = draft;
  const label =
    node.kind === "diagnosis" ||
    node.kind === "site" ||
    node.kind === "project" ||
    node.kind === "scanner" ||
    node.kind === "score"
      ? t(`clauses.${node.kind}`)
      : t("tree.add");

  useEffect(() => {
    frame.current?.querySelector<HTMLElement>("input, button[role='combobox'], [role='checkbox']")?.focus();
  }, []);

  return (
    <div ref={frame} className="pt-1">
      <p className="font-medium">{t("tree.newClause", { label })}</p>
      <ClauseForm
        id="form-draft"
        label={label}
        node={node}
        place={draft.place}
        list={null}
        onChange={(complete) => {
          actions.settle(draft.into, complete);
        }}
        onListChange={() => undefined}
        onClose={() => {
          setDraft(null);
        }}
      />
    </div>
  );
}
