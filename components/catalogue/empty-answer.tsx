"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { chosenCriteria } from "@/lib/catalogue/search-query";
import type { Relaxation } from "@/lib/catalogue/search-result";
import { useSearchState } from "./search-state";

/** Nobody answers: which criterion to drop, and what dropping it would give. */
export function EmptyAnswer({ relaxations }: { relaxations: readonly Relaxation[] }) {
  const t = useTranslations("catalogue.empty");
  const f = useTranslations("catalogue.facets");
  const q = useTranslations("catalogue.question");
  const { query, drop, clear } = useSearchState();
  if (chosenCriteria(query).length === 0) {
    return <EmptyState title={t("catalogueTitle")} body={t("catalogueBody")} />;
  }
  return (
    <EmptyState
      title={t("title")}
      body={relaxations.length > 0 ? t("body") : t("bodyNone")}
      action={
        <div className="flex flex-wrap gap-2">
          {relaxations.map(({ criterion, subjects }) => (
            <Button
              key={criterion}
              onClick={() => {
                drop(criterion);
              }}
            >
              {t("drop", { criterion: f(criterion), count: subjects === "below-11" ? 0 : subjects })}
            </Button>
          ))}
          <Button variant="quiet" onClick={clear}>
            {q("clear")}
          </Button>
        </div>
      }
    />
  );
}
