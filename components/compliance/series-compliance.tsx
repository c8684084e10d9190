import { useTranslations } from "next-intl";
import { Section } from "@/components/shell/page";
import { VerdictMark } from "@/components/ui/verdict-mark";
import type { SeriesVerdictView } from "@/lib/harmonise/compliance/compliance-view";
import { FindingTable } from "./finding-table";

/** The verdicts on a series, each with its findings; those that stand no longer are folded away. */
export function SeriesCompliance({ verdicts }: { verdicts: readonly SeriesVerdictView[] }) {
  const t = useTranslations("compliance");
  const standing = verdicts.filter(({ current }) => current);
  const kept = verdicts.filter(({ current }) => !current);
  return (
    <Section title={t("title")}>
      {standing.length === 0 ? <p className="text-muted">{t("seriesNotJudged")}</p> : null}
      {standing.map((verdict) => (
        <SeriesVerdict key={verdict.versionId} verdict={verdict} />
      ))}
      {kept.length > 0 ? (
        <details className="text-dense">
          <summary className="cursor-pointer text-muted">{t("kept", { count: kept.length })}</summary>
          <div className="mt-2 flex flex-col gap-2">
            {kept.map((verdict) => (
              <SeriesVerdict key={verdict.versionId} verdict={verdict} />
            ))}
          </div>
        </details>
      ) : null}
    </Section>
  );
}

function SeriesVerdict({ verdict }: { verdict: SeriesVerdictView }) {
  const t = useTranslations("compliance");
  const { name, version, step, value, findings } = verdict;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <VerdictMark value={value} />
        <span>{version === null ? name : t("byVersion", { name, version: String(version) })}</span>
        {step === null ? null : <span className="text-muted">{t("asStep", { step })}</span>}
      </p>
      {findings.length > 0 ? <FindingTable findings={findings} label={t("findingsOf", { name })} /> : null}
    </div>
  );
}
