import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { type Fact, Facts } from "@/components/records/facts";
import type { ModelView } from "@/lib/harmonise/models/model-view";
import { LeftOutLine } from "./left-out";
import { useHarmonisationNames } from "./names";

/** What a model was fitted on, what it keeps, who made it and when. */
export function ModelFacts({ model }: { model: ModelView }) {
  const t = useTranslations("combat.facts");
  const tCovariate = useTranslations("combat.covariate");
  const tCombat = useTranslations("combat");
  const format = useFormatter();
  const { featureName, sequenceName } = useHarmonisationNames();
  const { ageFromYears: from, ageToYears: to, controlsOnly, sequence } = model.group;
  const group = [
    from === null && to === null
      ? t("anyAge")
      : from === null
        ? t("ageTo", { to: to ?? 0 })
        : to === null
          ? t("ageFrom", { from })
          : t("ageBetween", { from, to }),
    controlsOnly ? t("controls") : t("everybody"),
  ];
  const facts: Fact[] = [
    { key: "sequence", label: t("sequence"), value: sequenceName(sequence) },
    { key: "features", label: t("features"), value: model.features.map(featureName).join(" · ") },
    {
      key: "subjects",
      label: t("subjects"),
      value: (
        <>
          {t("subjectsOf", { subjects: model.subjects, batches: model.batches.length, exams: model.exams })}
          <LeftOutLine leftOut={model.leftOut} />
        </>
      ),
    },
    { key: "group", label: t("group"), value: group.join(" · ") },
    {
      key: "covariates",
      label: t("covariates"),
      value:
        model.covariates.length > 0
          ? model.covariates.map((covariate) => tCovariate(covariate)).join(" · ")
          : t("noCovariate"),
    },
    { key: "method", label: t("method"), value: t(model.meanOnly ? "meanOnly" : "locationAndScale") },
    {
      key: "made",
      label: t("made"),
      value: tCombat("by", {
        who: model.createdBy ?? tCombat("system"),
        when: format.dateTime(model.createdAt, { dateStyle: "long" }),
      }),
    },
    {
      key: "versions",
      label: t("versions"),
      value: (
        <ul className="flex flex-wrap gap-3">
          {model.versions.map(({ id, version }) => (
            <li key={id}>
              {id === model.id ? (
                <span aria-current="page" className="font-medium">
                  {t("thisVersion", { version })}
                </span>
              ) : (
                <Link href={`/network/harmonisation/${id}`} className="text-thread">
                  {t("version", { version })}
                </Link>
              )}
            </li>
          ))}
        </ul>
      ),
    },
  ];
  return <Facts facts={facts} />;
}
