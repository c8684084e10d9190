import { useLocale, useTranslations } from "next-intl";
import type { Criteria } from "@/lib/cohort/criteria";
import { sentenceOf } from "@/lib/cohort/sentence";
import type { CriteriaTranslator } from "@/lib/cohort/sentence-words";
import type { NamedCode, Vocabulary } from "@/lib/cohort/vocabulary";

const byCode = (named: readonly NamedCode[]) =>
  Object.fromEntries(named.map(({ code, name }) => [code, name]));

/** A question in words, where it is not edited. */
export function QuestionSentence({ criteria, vocabulary }: { criteria: Criteria; vocabulary: Vocabulary }) {
  const texts: CriteriaTranslator = useTranslations("criteria");
  const locale = useLocale();
  const names = {
    diagnosis: Object.fromEntries(
      vocabulary.terms.map(({ code, labelFr, labelEn }) => [code, locale === "fr" ? labelFr : labelEn]),
    ),
    site: byCode(vocabulary.sites),
    project: byCode(vocabulary.projects),
    protocol: byCode(vocabulary.protocols),
  };
  return <>{sentenceOf(criteria, texts, names)}</>;
}
