"use client";

import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { Icon } from "@/components/ui/icons";
import { chosenCriteria, type Criterion } from "@/lib/catalogue/search-query";
import type { CatalogueFacets } from "@/lib/catalogue/search-result";
import { useLabels } from "./labels";
import { useSearchState } from "./search-state";

interface Item {
  key: string;
  label: string;
  facet: Criterion;
  onDrop: () => void;
}

/** One choice in the sentence: its words lead to the facet, its cross removes it. */
function Choice({ item }: { item: Item }) {
  const t = useTranslations("catalogue.question");
  return (
    <span className="inline-flex items-baseline border-b-2 border-thread text-thread">
      <button
        type="button"
        aria-label={t("edit", { label: item.label })}
        className="text-left"
        onClick={() => {
          const facet = document.getElementById(`facet-${item.facet}`);
          facet?.scrollIntoView({ block: "nearest" });
          facet?.querySelector<HTMLElement>('[role="checkbox"],[role="slider"]')?.focus();
        }}
      >
        {item.label}
      </button>
      <button
        type="button"
        aria-label={t("drop", { label: item.label })}
        className="-my-1 grid size-6 place-items-center self-center rounded-sm opacity-60 hover:bg-hover hover:opacity-100 focus-visible:opacity-100"
        onClick={item.onDrop}
      >
        <Icon name="close" className="size-3" />
      </button>
    </span>
  );
}

/** The question as one sentence that can be read aloud; each choice in it can be edited or removed. */
export function Question({ facets }: { facets: CatalogueFacets }) {
  const t = useTranslations("catalogue.question");
  const f = useTranslations("catalogue.facets");
  const { query, ask, drop, clear } = useSearchState();
  const labels = useLabels(facets);
  const chosen = chosenCriteria(query);

  const joined = (items: Item[], last: string): ReactNode =>
    items.map((item, index) => (
      <Fragment key={item.key}>
        {index === 0 ? "" : index === items.length - 1 ? last : t("comma")}
        <Choice item={item} />
      </Fragment>
    ));
  const listOf = (
    key: "diagnosis" | "role" | "map" | "protocol" | "site" | "scanner",
    labelOf: (value: string) => string,
  ): Item[] =>
    query[key].map((value) => ({
      key: `${key}-${value}`,
      label: labelOf(value),
      facet: key,
      onDrop: () => {
        ask({ [key]: query[key].filter((one) => one !== value) });
      },
    }));
  const single = (facet: Criterion, label: string): Item => ({
    key: facet,
    label,
    facet,
    onDrop: () => {
      drop(facet);
    },
  });

  const wordsOf = (facet: "verdict" | "whole" | "qc" | "rating"): Item[] =>
    query[facet].map((value: string) => ({
      key: `${facet}-${value}`,
      label: labels.judgement(facet, value),
      facet,
      onDrop: () => {
        ask({ [facet]: query[facet].filter((one: string) => one !== value) });
      },
    }));

  const controlItem = joined(
    [
      {
        key: "control",
        label: t("controlItem"),
        facet: "diagnosis",
        onDrop: () => {
          ask({ control: false });
        },
      },
    ],
    "",
  );
  const clauses: { key: string; text: ReactNode }[] = [];
  const say = (key: Exclude<Parameters<typeof t.rich>[0], undefined>, items: Item[], last: string) => {
    clauses.push({
      key,
      text: t.rich(key, {
        count: items.length,
        items: () => joined(items, last),
        control: () => controlItem,
      }),
    });
  };
  if (query.diagnosis.length > 0) {
    say(query.control ? "diagnosisOrControl" : "diagnosis", listOf("diagnosis", labels.diagnosis), t("or"));
  } else if (query.control) say("control", [], "");
  const series = [...listOf("role", labels.role), ...listOf("map", (map) => map)];
  if (series.length > 0) say("series", series, t("and"));
  if (query.voxelMaxMm !== null) say("voxel", [single("voxel", labels.voxel(query.voxelMaxMm))], "");
  for (const facet of ["verdict", "qc", "rating"] as const) {
    if (query[facet].length > 0) say(facet, wordsOf(facet), t("or"));
  }
  if (query.pixels) say("pixels", [single("pixels", f("withPixels"))], "");
  if (query.protocol.length > 0) say("protocol", listOf("protocol", labels.protocol), t("or"));
  if (query.whole.length > 0) say("whole", wordsOf("whole"), t("or"));
  if (chosen.includes("age")) {
    const { ageMin, ageMax } = query;
    const label =
      ageMin !== null && ageMax !== null
        ? t("ageRange", { from: ageMin, to: ageMax })
        : ageMin !== null
          ? t("ageFrom", { from: ageMin })
          : t("ageTo", { to: ageMax ?? 0 });
    say("age", [single("age", label)], "");
  }
  if (query.sex.length > 0) {
    const items = query.sex.map((sex) => ({
      ...single("sex", labels.sex(sex)),
      key: sex,
      onDrop: () => {
        ask({ sex: query.sex.filter((one) => one !== sex) });
      },
    }));
    say("sex", items, t("or"));
  }
  if (query.site.length > 0) say("site", listOf("site", labels.site), t("or"));
  if (query.scanner.length > 0) say("scanner", listOf("scanner", labels.scanner), t("or"));
  if (query.field.length > 0) {
    const items = query.field.map((tesla) => ({
      ...single("field", labels.field(tesla)),
      key: String(tesla),
      onDrop: () => {
        ask({ field: query.field.filter((one) => one !== tesla) });
      },
    }));
    say("field", items, t("or"));
  }
  if (chosen.includes("visits")) say("visits", [single("visits", labels.visits(query.visits))], "");
  if (query.text !== "") say("text", [single("text", t("quoted", { text: query.text }))], "");

  return (
    <div role="group" aria-label={t("label")} className="max-w-5xl text-sentence">
      {clauses.length === 0 ? (
        t("everything")
      ) : (
        <>
          {t("subjects")}{" "}
          {clauses.map(({ key, text }, index) => (
            <Fragment key={key}>
              {index > 0 ? t("comma") : ""}
              {text}
            </Fragment>
          ))}
          {t("end")}{" "}
          <button
            type="button"
            className="ml-2 text-dense text-muted underline underline-offset-2 hover:text-ink"
            onClick={clear}
          >
            {t("clear")}
          </button>
        </>
      )}
    </div>
  );
}
