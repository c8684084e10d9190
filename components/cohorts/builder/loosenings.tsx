"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { Loosening } from "@/lib/cohort/answer";
import { EVERYTHING } from "@/lib/cohort/criteria";
import { nodeAt } from "@/lib/cohort/edit";
import { useBuilder } from "./builder-state";
import { useClauseWords } from "./clause-words";
import { outlineOf, rowsOf } from "./outline";

/** Nobody answers: the smallest changes of the question that yield subjects, each one press away. */
export function Loosenings() {
  const t = useTranslations("cohorts.empty");
  const units = useTranslations("cohorts.units");
  const format = useFormatter();
  const { answer, criteria, edit, vocabulary } = useBuilder();
  const words = useClauseWords(vocabulary);
  const rows = rowsOf(outlineOf(criteria.root));

  const say = ({ path, change, subjects }: Loosening): string => {
    const node = nodeAt(criteria, path);
    const row = rows.find(({ node: one }) => one === node);
    const clause = row ? words.line(row) : node ? words.clause(node).head : "";
    const count = subjects === "below-11" ? t("few") : format.number(subjects);
    switch (change.kind) {
      case "dropped":
        return t("dropped", { clause, count });
      case "interval":
        return t("interval", {
          by: format.number(change.by),
          unit: units(change.unit, { count: change.by }),
          count,
        });
      case "days":
        return t("days", { clause, to: change.to, count });
      case "range": {
        const min = change.min === null ? "" : format.number(change.min);
        const max = change.max === null ? "" : format.number(change.max);
        return min !== "" && max !== ""
          ? t("range", { clause, min, max, count })
          : min !== ""
            ? t("rangeFrom", { clause, min, count })
            : t("rangeTo", { clause, max, count });
      }
      case "minor-too":
        return t("minorToo", { clause, count });
    }
  };

  const { loosenings } = answer;
  return (
    <EmptyState
      title={t("title")}
      body={loosenings.length > 0 ? t("body") : t("bodyNone")}
      action={
        <div className="flex flex-wrap gap-2">
          {loosenings.map((loosening) => (
            <Button
              key={`${loosening.path.join(".")} ${loosening.change.kind}`}
              className="h-auto! min-h-8 py-1 text-left whitespace-normal!"
              onClick={() => {
                edit(loosening.criteria, { open: null });
              }}
            >
              {say(loosening)}
            </Button>
          ))}
          <Button
            variant="quiet"
            onClick={() => {
              edit(EVERYTHING, { open: null });
            }}
          >
            {t("startAnew")}
          </Button>
        </div>
      }
    />
  );
}
