import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTranslator } from "next-intl";
import type { CriteriaTranslator } from "@/lib/cohort/sentence-words";

/** The texts of criteria in both languages, as the pages read them; a text that is missing fails the test. */
export function translatorOf(locale: "fr" | "en"): CriteriaTranslator {
  const file = join(import.meta.dirname, "../../../messages", locale, "criteria.json");
  const criteria = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  const t = createTranslator({
    locale,
    messages: { criteria },
    namespace: "criteria",
    onError: (error) => {
      throw error;
    },
  });
  return (key, values) => t(key as never, values as never);
}
