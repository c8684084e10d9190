import { useTranslations } from "next-intl";

/** The catalogue groups ages over 89 (PS3.15, HIPAA's limit): 90 stands for all of them. */
const GROUPED_AGE_YEARS = 90;

/** How the interface writes an age in completed years. */
export function useAgeName(): (ageYears: number | null) => string {
  const t = useTranslations("terms");
  return (ageYears) => {
    if (ageYears === null) return t("ageUnknown");
    return ageYears >= GROUPED_AGE_YEARS ? t("ageOver89") : t("age", { age: ageYears });
  };
}
