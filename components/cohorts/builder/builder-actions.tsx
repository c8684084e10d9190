"use client";

import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";
import { RequestAccessDialog, type RequestAccess } from "@/components/cohorts/request/request-access-dialog";
import { catalogueHref } from "@/lib/catalogue/search-params";
import { DEFAULT_VIEW } from "@/lib/catalogue/search-query";
import { encodeCriteria } from "@/lib/cohort/url";
import { useBuilder } from "./builder-state";
import { catalogueQueryOf } from "./catalogue-question";

/** What can be done with the question as it stands. */
export function BuilderActions({ requestAccess }: { requestAccess: RequestAccess }) {
  const t = useTranslations("cohorts.view");
  const { criteria, answer } = useBuilder();
  const query = catalogueQueryOf(criteria);
  return (
    <div className="flex flex-wrap gap-2">
      {answer.access === "counts" ? (
        <RequestAccessDialog criteria={criteria} requestAccess={requestAccess} />
      ) : null}
      {query ? (
        <LinkButton href={catalogueHref({ query, view: DEFAULT_VIEW })}>{t("openCatalogue")}</LinkButton>
      ) : null}
      <LinkButton href={`/cohorts/overlap?q=${encodeCriteria(criteria)}`} prefetch={false}>
        {t("overlap")}
      </LinkButton>
    </div>
  );
}
