import { useTranslations } from "next-intl";
import { Section } from "@/components/shell/page";
import type { Comparison } from "@/lib/cohort/compare/comparison";
import type { Vocabulary } from "@/lib/cohort/vocabulary";
import { BalanceTable } from "./balance-table";
import { cohortLetter } from "./cohort-mark";
import { ComparedList } from "./compared-list";
import { DensityChart } from "./density-chart";
import { MemberRegions } from "./member-regions";

/** Compared cohorts: what they are, where they differ, who is in several. */
export function ComparisonView({
  comparison,
  vocabulary,
}: {
  comparison: Exclude<Comparison, { access: "nothing" }>;
  vocabulary: Vocabulary;
}) {
  const t = useTranslations("cohort-compare.compare");
  const { cohorts, densities, numbers, regions, scoreWithinDays } = comparison;
  const exact = comparison.access === "rows";
  const hasScores = numbers.some(({ variable }) => variable === "score");
  return (
    <>
      <ComparedList cohorts={cohorts} vocabulary={vocabulary} exact={exact} />
      {exact ? null : <p className="max-w-prose text-muted">{t("perturbed")}</p>}
      {densities.length > 0 ? (
        <Section title={t("densities")} aside={t("densityNote")}>
          <div className="grid grid-cols-1 gap-3.5 lg:grid-cols-2">
            {densities.map((plot) => (
              <DensityChart
                key={`${plot.variable}-${plot.name}`}
                plot={plot}
                line={numbers.find(({ variable, name }) => variable === plot.variable && name === plot.name)}
              />
            ))}
          </div>
        </Section>
      ) : null}
      <Section title={t("balance")}>
        <BalanceTable comparison={comparison} />
        {exact ? (
          <p className="max-w-prose text-dense text-muted">
            {t("smdNote", { first: cohortLetter(0) })}{" "}
            {hasScores ? t("scoreNote", { days: scoreWithinDays }) : null}
          </p>
        ) : null}
      </Section>
      <Section title={t("members")}>
        <MemberRegions regions={regions} exact={exact} />
      </Section>
    </>
  );
}
