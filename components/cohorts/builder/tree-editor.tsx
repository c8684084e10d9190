"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { isTyping } from "@/components/shell/typing";
import { MAX_NODES } from "@/lib/cohort/criteria";
import { useBuilder } from "./builder-state";
import { useClauseWords } from "./clause-words";
import { keyOf } from "./outline";
import { useTreeActions } from "./tree-actions";
import { TreeItem } from "./tree-item";
import { onTreeKey } from "./tree-keys";
import { useTreeDrag } from "./use-tree-drag";

/** The question as a tree: nested groups, each clause with its form and with what it removed. */
export function TreeEditor() {
  const t = useTranslations("cohorts.tree");
  const { vocabulary, selected, select, undo, redo, canUndo, canRedo } = useBuilder();
  const actions = useTreeActions();
  const words = useClauseWords(vocabulary);
  const drag = useTreeDrag(actions);
  const frame = useRef<HTMLElement>(null);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) redo();
      else undo();
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [undo, redo]);

  return (
    <section
      ref={frame}
      aria-labelledby="tree-title"
      className="rounded-lg border bg-surface px-3 py-2"
      onKeyDown={(event) => {
        onTreeKey(event, actions, selected, (path) => {
          select(path);
          frame.current?.querySelector<HTMLElement>(`[data-row="${keyOf(path)}"] [data-row-button]`)?.focus();
        });
      }}
    >
      <div className="mb-1 flex items-center justify-between gap-3">
        <h2 id="tree-title" className="font-medium text-muted">
          {t("title")}
        </h2>
        <div className="flex gap-1">
          <Button size="small" variant="quiet" disabled={!canUndo} title={t("undoKeys")} onClick={undo}>
            {t("undo")}
          </Button>
          <Button size="small" variant="quiet" disabled={!canRedo} title={t("redoKeys")} onClick={redo}>
            {t("redo")}
          </Button>
        </div>
      </div>
      <ul aria-label={t("title")}>
        <TreeItem item={actions.root} joint={null} words={words} actions={actions} drag={drag} />
      </ul>
      {actions.full ? <p className="text-micro text-major">{t("full", { max: MAX_NODES })}</p> : null}
      <p className="mt-1 text-micro text-muted">{t("keys")}</p>
    </section>
  );
}
