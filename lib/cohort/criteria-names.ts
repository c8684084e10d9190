import type { CriteriaNames } from "./sentence-words";
import type { NamedCode, Vocabulary } from "./vocabulary";

const byCode = (list: readonly NamedCode[]) => Object.fromEntries(list.map(({ code, name }) => [code, name]));

/** The labels of a vocabulary for the sentence, in one language. Browser-safe. */
export function criteriaNames(vocabulary: Vocabulary, locale: "fr" | "en"): CriteriaNames {
  const terms = vocabulary.terms.map(({ code, labelFr, labelEn }) => [
    code,
    locale === "fr" ? labelFr : labelEn,
  ]);
  return {
    diagnosis: Object.fromEntries(terms) as Record<string, string>,
    site: byCode(vocabulary.sites),
    project: byCode(vocabulary.projects),
    protocol: byCode(vocabulary.protocols),
  };
}
