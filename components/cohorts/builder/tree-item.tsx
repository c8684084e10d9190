"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icons";
import { AddMenu } from "./add-menu";
import { useBuilder } from "./builder-state";
import { ClauseEffectMark } from "./clause-effect";
import { ClauseForm } from "./clause-form";
import type { useClauseWords } from "./clause-words";
import { DraftForm } from "./draft-form";
import { isGroup, keyOf, type OutlineItem } from "./outline";
import { RowMenu } from "./row-menu";
import type { TreeActions } from "./tree-actions";
import type { TreeDrag } from "./use-tree-drag";

const isList = ({ kind }: OutlineItem["node"]) => kind === "and" || kind === "or";

interface Props {
  item: OutlineItem;
  /** The word between it and the row before; null for the first. */
  joint: "and" | "or" | null;
  words: ReturnType<typeof useClauseWords>;
  actions: TreeActions;
  drag: TreeDrag;
}

/** One row of the tree with its form and its parts. */
export function TreeItem({ item, joint, words, actions, drag }: Props) {
  const t = useTranslations("cohorts.tree");
  const { selected, opened, select, open, draft, focusTurn } = useBuilder();
  const button = useRef<HTMLButtonElement>(null);
  const isSelected = selected === item.key;
  const isOpen = opened === item.key;
  const isRoot = item.path.length === 0;
  const group = isGroup(item.node);
  const { head, detail } = words.row(item);
  const line = words.line(item);
  const formId = `form-${item.key}`;
  const drop = drag.drop?.key === item.key ? drag.drop.where : null;

  // After an edit by key or menu the focus follows the row that was edited, into its form when that has just opened.
  useEffect(() => {
    if (focusTurn === 0 || !isSelected) return;
    const form = document.getElementById(formId);
    const field = form?.querySelector<HTMLElement>("input, button[role='combobox'], [role='checkbox']");
    (field ?? button.current)?.focus();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a new turn moves the focus
  }, [focusTurn]);

  return (
    <li data-depth={item.path.length}>
      <div
        data-row={item.key}
        className={classNames(
          "group/row relative flex min-h-8 items-center gap-1.5 rounded-md pr-1",
          isRoot && "pl-2",
          isSelected && "bg-hover",
          drag.dragged === item.key && "opacity-50",
          drop === "inside" && "outline-2 outline-thread",
        )}
      >
        {drop === "before" || drop === "after" ? (
          <span
            aria-hidden="true"
            className={classNames(
              "pointer-events-none absolute inset-x-0 h-0.5 bg-thread",
              drop === "before" ? "-top-px" : "-bottom-px",
            )}
          />
        ) : null}
        {isRoot ? null : (
          <span
            aria-hidden="true"
            title={t("drag")}
            className="grid size-6 shrink-0 cursor-grab touch-none place-items-center text-muted select-none"
            {...drag.handle(item)}
          >
            <svg viewBox="0 0 8 12" className="h-3 w-2 fill-current">
              {[2, 6, 10].flatMap((y) => [2, 6].map((x) => <circle key={`${x}-${y}`} cx={x} cy={y} r="1" />))}
            </svg>
          </span>
        )}
        {joint ? <span className="w-4 shrink-0 text-micro text-muted">{t(`joint.${joint}`)}</span> : null}
        <button
          ref={button}
          type="button"
          data-row-button=""
          tabIndex={isSelected ? 0 : -1}
          aria-expanded={isOpen}
          aria-controls={isOpen ? formId : undefined}
          className="flex min-h-8 min-w-0 flex-1 flex-wrap content-center items-baseline gap-x-1.5 py-1 text-left"
          onFocus={() => {
            if (!isSelected) select(item.path);
          }}
          onClick={() => {
            select(item.path);
            open(isOpen ? null : item.path);
          }}
        >
          <span className={classNames(group ? "font-semibold" : "text-muted")}>{head}</span>
          {detail === "" ? null : (
            <span
              className={
                group ? "text-muted" : "decoration-thread underline-offset-4 group-hover/row:underline"
              }
            >
              {detail}
            </span>
          )}
        </button>
        <ClauseEffectMark item={item} />
        <RowMenu item={item} label={line} actions={actions} reachable={isSelected} />
        {isRoot ? null : (
          <button
            type="button"
            tabIndex={isSelected ? 0 : -1}
            aria-label={t("removeRow", { label: line })}
            className="grid size-6 shrink-0 place-items-center rounded-sm text-muted hover:bg-hover hover:text-ink"
            onClick={() => {
              actions.remove(item);
            }}
          >
            <Icon name="close" className="size-3" />
          </button>
        )}
      </div>
      {isOpen ? (
        <ClauseForm
          id={formId}
          label={line}
          node={item.node}
          place={item.place}
          list={
            isGroup(item.node) && item.items.length < 2 && !isList(item.node)
              ? null
              : (item.list?.kind ?? null)
          }
          onChange={(node) => {
            actions.change(item, node);
          }}
          onListChange={(kind) => {
            actions.changeList(item, kind);
          }}
          onClose={() => {
            open(null);
            button.current?.focus();
          }}
        />
      ) : null}
      {group || isRoot ? (
        <div className={isRoot ? "" : "ml-3 border-l pl-3"}>
          {item.items.length > 0 ? (
            <ul aria-label={line}>
              {item.items.map((child, index) => (
                <TreeItem
                  key={child.key}
                  item={child}
                  joint={index > 0 && item.list ? item.list.kind : null}
                  words={words}
                  actions={actions}
                  drag={drag}
                />
              ))}
            </ul>
          ) : group && !isRoot ? (
            <p className="py-1 text-muted">
              {t(item.list?.kind === "or" && item.node.kind !== "not" ? "emptyOr" : "empty")}
            </p>
          ) : null}
          {draft && keyOf(draft.into) === item.key ? (
            <DraftForm key={draft.node.kind} draft={draft} actions={actions} />
          ) : null}
          <div data-add-to={item.key}>
            <AddMenu
              place={item.node.kind === "series" ? "series" : item.place}
              label={isRoot ? t("addToRoot") : t("addTo", { label: line })}
              onAdd={(kind) => {
                actions.add(item, kind);
              }}
            />
          </div>
        </div>
      ) : null}
    </li>
  );
}
