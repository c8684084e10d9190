"use client";

import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";
import { catalogueHref } from "@/lib/catalogue/search-params";
import { DEFAULT_VIEW } from "@/lib/catalogue/search-query";
import { encodeCriteria } from "@/lib/cohort/url";
import { useBuilder } from "./builder-state";
import { catalogueQueryOf } from "./catalogue-question";

/** What can be done with the question as it stands. */
export function BuilderActions() {
  const t = useTranslations("cohorts.view");
  const { criteria } = useBuilder();
  const query = catalogueQueryOf(criteria);
  return (
    <div className="flex flex-wrap gap-2">
      {query ? (
        <LinkButton href={catalogueHref({ query, view: DEFAULT_VIEW })}>{t("openCatalogue")}</LinkButton>
      ) : null}
      <LinkButton href={`/cohorts/overlap?q=${encodeCriteria(criteria)}`} prefetch={false}>
        {t("overlap")}
      </LinkButton>
    </div>
  );
}
