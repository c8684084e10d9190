import { useFormatter, useLocale, useTranslations } from "next-intl";
import { MAX_AGE_YEARS, SEXES } from "@/lib/catalogue/search-query";
import { CONTROL, NONE, OTHER_DIAGNOSIS, type OverlapValue, UNKNOWN } from "@/lib/cohort/overlap/overlap";
import type { Dimension } from "@/lib/cohort/overlap/overlap-request";

/** Words for the values of dimensions, in the language of the page. */
export function useValueNames() {
  const t = useTranslations("cohort-compare.values");
  const terms = useTranslations("terms");
  const format = useFormatter();
  const locale = useLocale();
  return (dimension: Dimension, { key, labels }: Pick<OverlapValue, "key" | "labels">): string => {
    const label = labels && (locale === "fr" ? labels.fr : labels.en);
    if (dimension === "protocolVersion" && label !== null) {
      const version = key.split("~")[1] ?? "";
      return version === "" ? t("versionNotShown", { name: label }) : t("version", { name: label, version });
    }
    if (label !== null) return label.charAt(0).toLocaleUpperCase(locale) + label.slice(1);
    if (key === OTHER_DIAGNOSIS) return t("otherDiagnosis");
    if (key === CONTROL) return t("control");
    if (key === NONE) return dimension === "diagnosis" ? t("noDiagnosis") : t("noProtocol");
    if (dimension === "sex") {
      const sex = SEXES.find((one) => one === key);
      return sex ? terms(`sex.${sex}`) : key;
    }
    if (key === UNKNOWN || key === "") return t("unknown");
    if (dimension === "age") {
      const from = Number(key);
      return from >= MAX_AGE_YEARS ? terms("ageOver89") : t("ages", { from, to: from + 9 });
    }
    if (dimension === "field") return t("tesla", { tesla: format.number(Number(key)) });
    return key;
  };
}
