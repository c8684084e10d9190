"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { sentenceOf } from "@/lib/cohort/sentence";
import type { CriteriaNames, CriteriaTranslator } from "@/lib/cohort/sentence-words";
import type { NamedCode } from "@/lib/cohort/vocabulary";
import { useBuilder } from "./builder-state";

const byCode = (named: readonly NamedCode[]) =>
  Object.fromEntries(named.map(({ code, name }) => [code, name]));

/** The question as one sentence that can be read aloud. */
export function Sentence() {
  const t = useTranslations("cohorts.view");
  const texts: CriteriaTranslator = useTranslations("criteria");
  const locale = useLocale();
  const { criteria, vocabulary } = useBuilder();
  const names = useMemo<CriteriaNames>(
    () => ({
      diagnosis: Object.fromEntries(
        vocabulary.terms.map(({ code, labelFr, labelEn }) => [code, locale === "fr" ? labelFr : labelEn]),
      ),
      site: byCode(vocabulary.sites),
      project: byCode(vocabulary.projects),
      protocol: byCode(vocabulary.protocols),
    }),
    [vocabulary, locale],
  );
  return (
    <p role="group" aria-label={t("sentence")} data-sentence="" className="max-w-5xl text-sentence">
      {sentenceOf(criteria, texts, names)}
    </p>
  );
}
