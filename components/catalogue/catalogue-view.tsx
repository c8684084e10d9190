"use client";

import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Tabs } from "@/components/ui/tabs";
import { UNITS } from "@/lib/catalogue/search-query";
import type { CatalogueResult } from "@/lib/catalogue/search-result";
import { criteriaOf } from "@/lib/cohort/catalogue-criteria";
import { encodeCriteria } from "@/lib/cohort/url";
import { AgeBySexChart } from "./age-by-sex-chart";
import { CatalogueLayout } from "./catalogue-layout";
import { Counts } from "./counts";
import { EmptyAnswer } from "./empty-answer";
import { Facets } from "./facets";
import { Pager } from "./pager";
import { Question } from "./question";
import { ResultRows } from "./result-rows";
import { RoleByScannerChart } from "./role-by-scanner-chart";
import { SearchStateProvider, useSearchState } from "./search-state";

type Answered = Exclude<CatalogueResult, { access: "nothing" }>;

/** The catalogue for someone with rights: facets, question, counts, charts, rows. */
export function CatalogueView({ result }: { result: Answered }) {
  return (
    <SearchStateProvider state={result}>
      <Answer result={result} />
    </SearchStateProvider>
  );
}

function Answer({ result }: { result: Answered }) {
  const t = useTranslations("catalogue");
  const b = useTranslations("cohorts.view");
  const { query, view, look, pending } = useSearchState();
  const { counts, facets, charts } = result;
  return (
    <CatalogueLayout facets={<Facets facets={facets} />}>
      <h1 className="sr-only">{t("title")}</h1>
      <Question facets={facets} />
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <Counts counts={counts} exact={result.access === "rows"} pending={pending} />
        <LinkButton href={`/cohorts/build?q=${encodeCriteria(criteriaOf(query))}`} prefetch={false}>
          {b("fromCatalogue")}
        </LinkButton>
      </div>
      {counts.subjects === 0 ? (
        <EmptyAnswer relaxations={result.relaxations} />
      ) : (
        <>
          <div className="grid grid-cols-1 gap-3.5 lg:grid-cols-2">
            <AgeBySexChart data={charts.ageBySex} />
            <RoleByScannerChart scanners={charts.scanners} cells={charts.roleByScanner} />
          </div>
          {result.access === "rows" ? (
            <Tabs
              label={t("table.units")}
              value={view.unit}
              onValueChange={(value) => {
                const unit = UNITS.find((one) => one === value);
                if (unit) look({ unit });
              }}
              tabs={UNITS.map((unit) => ({
                value: unit,
                label: t(`table.${unit}`),
                content: (
                  <div className="flex flex-col gap-2">
                    <ResultRows page={result.page} mayOpenViewer={result.mayOpenViewer} />
                    <div className="flex items-center justify-between gap-4">
                      <p className="text-micro text-muted">{t("table.keys")}</p>
                      <Pager total={Number(counts[result.page.unit])} />
                    </div>
                  </div>
                ),
              }))}
            />
          ) : (
            <EmptyState title={t("countOnly.title")} body={t("countOnly.body")} />
          )}
        </>
      )}
    </CatalogueLayout>
  );
}
