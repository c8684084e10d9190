"use client";

import { useTranslations } from "next-intl";
import { FreezeDialog } from "@/components/cohorts/kept/freeze-dialog";
import type { KeptActions } from "@/components/cohorts/kept/kept-actions";
import { SaveDialog } from "@/components/cohorts/kept/save-dialog";
import { UpdateButton } from "@/components/cohorts/kept/update-button";
import { RequestAccessDialog, type RequestAccess } from "@/components/cohorts/request/request-access-dialog";
import { LinkButton } from "@/components/ui/link-button";
import { catalogueHref } from "@/lib/catalogue/search-params";
import { DEFAULT_VIEW } from "@/lib/catalogue/search-query";
import { canonicalCriteria, canonicalJson } from "@/lib/cohort/canonical";
import type { Criteria } from "@/lib/cohort/criteria";
import { encodeCriteria } from "@/lib/cohort/url";
import { useBuilder } from "./builder-state";
import { catalogueQueryOf } from "./catalogue-question";

/** The kept question that the builder was opened with. */
export interface OpenedCohort {
  id: string;
  name: string;
  updatedAt: Date;
  criteria: Criteria;
  mayChange: boolean;
}

export interface BuilderServerActions {
  requestAccess: RequestAccess;
  save: KeptActions["save"];
  change: KeptActions["change"];
  freeze: KeptActions["freeze"];
}

const sameQuestion = (a: Criteria, b: Criteria) =>
  canonicalJson(canonicalCriteria(a)) === canonicalJson(canonicalCriteria(b));

/** What can be done with the question as it stands. What is frozen is a kept question: keeping it comes first. */
export function BuilderActions({
  cohort,
  actions,
}: {
  cohort: OpenedCohort | null;
  actions: BuilderServerActions;
}) {
  const t = useTranslations("cohorts.view");
  const { criteria, answer } = useBuilder();
  const query = catalogueQueryOf(criteria);
  const unchanged = cohort !== null && sameQuestion(cohort.criteria, criteria);
  return (
    <div className="flex flex-wrap gap-2">
      {query ? (
        <LinkButton href={catalogueHref({ query, view: DEFAULT_VIEW })} prefetch={false}>
          {t("openCatalogue")}
        </LinkButton>
      ) : null}
      <LinkButton href={`/cohorts/overlap?q=${encodeCriteria(criteria)}`} prefetch={false}>
        {t("overlap")}
      </LinkButton>
      <LinkButton href={`/cohorts/compare?a=${encodeCriteria(criteria)}`} prefetch={false}>
        {t("compare")}
      </LinkButton>
      {answer.access === "counts" ? (
        <RequestAccessDialog criteria={criteria} requestAccess={actions.requestAccess} />
      ) : null}
      <SaveDialog criteria={criteria} save={actions.save} />
      {cohort?.mayChange && !unchanged ? (
        <UpdateButton cohort={cohort} criteria={criteria} change={actions.change} />
      ) : null}
      {cohort?.mayChange && unchanged && answer.access === "rows" ? (
        <FreezeDialog cohort={cohort} freeze={actions.freeze} />
      ) : null}
    </div>
  );
}
