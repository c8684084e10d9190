"use client";

import { useTranslations } from "next-intl";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import { WRAPPERS } from "@/lib/cohort/edit";
import { isGroup, type OutlineItem } from "./outline";
import type { TreeActions } from "./tree-actions";
import { DIRECTIONS } from "./tree-moves";

/** Everything that can be done to a row, for whoever neither drags nor knows the keys. */
export function RowMenu({
  item,
  label,
  actions,
  reachable,
}: {
  item: OutlineItem;
  label: string;
  actions: TreeActions;
  /** A stop of the tabulator: of the selected row only. */
  reachable: boolean;
}) {
  const t = useTranslations("cohorts");
  const isRoot = item.path.length === 0;
  return (
    <Menu
      trigger={
        <button
          type="button"
          tabIndex={reachable ? 0 : -1}
          data-menu=""
          aria-label={t("tree.menu", { label })}
          className="grid size-6 place-items-center rounded-sm text-muted hover:bg-hover hover:text-ink"
        >
          <span aria-hidden="true" className="leading-none">
            ⋯
          </span>
        </button>
      }
    >
      {isRoot ? null : (
        <>
          {DIRECTIONS.filter((direction) => actions.mayStep(item, direction)).map((direction) => (
            <MenuItem
              key={direction}
              onSelect={() => {
                actions.step(item, direction);
              }}
            >
              {t(`tree.move.${direction}`)}
            </MenuItem>
          ))}
          <MenuSeparator />
        </>
      )}
      <MenuLabel>{t("tree.wrap")}</MenuLabel>
      {WRAPPERS.filter((wrapper) => actions.mayWrap(item, wrapper)).map((wrapper) => (
        <MenuItem
          key={wrapper}
          onSelect={() => {
            actions.wrap(item, wrapper);
          }}
        >
          {t(`addGroup.${wrapper}`)}
        </MenuItem>
      ))}
      <MenuSeparator />
      {isGroup(item.node) && !isRoot && item.items.length > 0 && item.node.kind !== "series" ? (
        <MenuItem
          onSelect={() => {
            actions.unwrap(item);
          }}
        >
          {t("tree.unwrap")}
        </MenuItem>
      ) : null}
      {isRoot ? null : (
        <MenuItem
          onSelect={() => {
            actions.duplicate(item);
          }}
        >
          {t("tree.duplicate")}
        </MenuItem>
      )}
      <MenuItem
        onSelect={() => {
          actions.remove(item);
        }}
      >
        {isRoot ? t("tree.removeAll") : t("tree.remove")}
      </MenuItem>
    </Menu>
  );
}
