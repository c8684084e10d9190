"use client";

import { useTranslations } from "next-intl";
import { CatalogueLayout } from "@/components/catalogue/catalogue-layout";
import { Counts } from "@/components/catalogue/counts";
import { Button } from "@/components/ui/button";
import type { Criteria } from "@/lib/cohort/criteria";
import type { Vocabulary } from "@/lib/cohort/vocabulary";
import { BuilderActions, type BuilderServerActions, type OpenedCohort } from "./builder-actions";
import { BuilderCharts } from "./builder-charts";
import { BuilderFacets } from "./builder-facets";
import { BuilderProvider, useBuilder } from "./builder-state";
import { Loosenings } from "./loosenings";
import { Sentence } from "./sentence";
import { Starters } from "./starters";
import { TreeEditor } from "./tree-editor";
import type { Answered } from "./use-answer";

/** The builder of a cohort: facets, sentence, counts, tree and distributions of one and the same question. */
export function BuilderView({
  cohort,
  actions,
  ...question
}: {
  criteria: Criteria;
  answer: Answered;
  vocabulary: Vocabulary;
  cohort: OpenedCohort | null;
  actions: BuilderServerActions;
}) {
  return (
    <BuilderProvider {...question}>
      <Builder cohort={cohort} actions={actions} />
    </BuilderProvider>
  );
}

function Builder({ cohort, actions }: { cohort: OpenedCohort | null; actions: BuilderServerActions }) {
  const t = useTranslations("cohorts");
  const { answer, criteria, pending, failed, retry } = useBuilder();
  const { root } = criteria;
  const isEmpty = root.kind === "and" && root.of.length === 0;
  const nobody = answer.counts.subjects === 0 || answer.loosenings.length > 0;
  return (
    <CatalogueLayout facets={<BuilderFacets />}>
      <h1 className="sr-only">{t("title")}</h1>
      <Sentence />
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <Counts counts={answer.counts} exact={answer.access === "rows"} pending={pending} />
        <BuilderActions cohort={cohort} actions={actions} />
      </div>
      {failed ? (
        <div role="alert" className="flex items-center gap-3 border-l-2 border-major pl-3 text-major">
          <p>{t("view.failed")}</p>
          <Button size="small" onClick={retry}>
            {t("view.retry")}
          </Button>
        </div>
      ) : null}
      {isEmpty ? <Starters /> : null}
      {!isEmpty && nobody && !pending ? <Loosenings /> : null}
      <div className="grid grid-cols-1 items-start gap-3.5 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <TreeEditor />
        <BuilderCharts />
      </div>
    </CatalogueLayout>
  );
}
