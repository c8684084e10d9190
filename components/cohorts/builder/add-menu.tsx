"use client";

import { useTranslations } from "next-intl";
import { buttonClasses } from "@/components/ui/button";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import type { Place } from "@/lib/cohort/edit";
import {
  EXAM_CLAUSES,
  EXAM_GROUPS,
  SERIES_CLAUSES,
  SERIES_GROUPS,
  type ClauseKind,
  type GroupKind,
} from "./new-clause";

/** What can be added to a group: clauses about the exam or the series, and groups. */
export function AddMenu({
  place,
  label,
  onAdd,
}: {
  place: Place;
  /** Says into what, for whoever does not see where the button stands. */
  label: string;
  onAdd: (kind: ClauseKind | GroupKind) => void;
}) {
  const t = useTranslations("cohorts");
  const clauses = (kinds: readonly ClauseKind[]) =>
    kinds.map((kind) => (
      <MenuItem
        key={kind}
        onSelect={() => {
          onAdd(kind);
        }}
      >
        {t(`clauses.${kind}`)}
      </MenuItem>
    ));
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" aria-label={label} className={buttonClasses("quiet", "small")} data-add="">
          <span aria-hidden="true">+</span> {t("tree.add")}
        </button>
      }
    >
      <div className="max-h-[70dvh] overflow-y-auto">
        {place === "exam" ? (
          <>
            <MenuLabel>{t("tree.examClauses")}</MenuLabel>
            {clauses(EXAM_CLAUSES)}
            <MenuSeparator />
            <MenuLabel>{t("tree.seriesClauses")}</MenuLabel>
            {clauses(["role", "map"])}
          </>
        ) : (
          <>
            <MenuLabel>{t("tree.seriesClauses")}</MenuLabel>
            {clauses(SERIES_CLAUSES)}
          </>
        )}
        <MenuSeparator />
        <MenuLabel>{t("tree.groups")}</MenuLabel>
        {(place === "exam" ? EXAM_GROUPS : SERIES_GROUPS).map((kind) => (
          <MenuItem
            key={kind}
            onSelect={() => {
              onAdd(kind);
            }}
          >
            {t(`addGroup.${kind}`)}
          </MenuItem>
        ))}
      </div>
    </Menu>
  );
}
