import { useLocale, useTranslations } from "next-intl";
import type { Criteria } from "@/lib/cohort/criteria";
import { sentenceOf } from "@/lib/cohort/sentence";
import type { CriteriaTranslator } from "@/lib/cohort/sentence-words";
import type { NamedCode, Vocabulary } from "@/lib/cohort/vocabulary";

const byCode = (named: readonly NamedCode[]) =>
  Object.fromEntries(named.map(({ code, name }) => [code, name]));

/** A kept question as it can be read aloud. */
export function KeptSentence({ criteria, vocabulary }: { criteria: Criteria; vocabulary: Vocabulary }) {
  const texts: CriteriaTranslator = useTranslations("criteria");
  const locale = useLocale();
  return sentenceOf(criteria, texts, {
    diagnosis: Object.fromEntries(
      vocabulary.terms.map(({ code, labelFr, labelEn }) => [code, locale === "fr" ? labelFr : labelEn]),
    ),
    site: byCode(vocabulary.sites),
    project: byCode(vocabulary.projects),
    protocol: byCode(vocabulary.protocols),
  });
}
