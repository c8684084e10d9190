import Link from "next/link";
import { useTranslations } from "next-intl";
import { Page, Section } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/link-button";
import { Icon } from "@/components/ui/icons";
import { Pseudonym } from "@/components/ui/pseudonym";
import { VerdictMark } from "@/components/ui/verdict-mark";
import type { SeriesRecord } from "@/lib/catalogue/record";
import { AttachNiftiDialog } from "@/components/nifti/attach-nifti-dialog";
import { DerivedObjects } from "./derived-objects";
import { DeidReportSection } from "./deid-report";
import { IncompleteBadge } from "./incomplete-badge";
import { FaceBadge } from "./face-badge";
import { useMonthName } from "./relative-month";
import { ScannerLine } from "./scanner-name";
import { useSequenceName } from "./sequence-name";
import { ContentFacts, ParameterFacts } from "./series-facts";
import { VolumeCards } from "./volume-cards";

/** The page of a series: its volumes, its parameters, its verdicts. */
export function SeriesView({ record }: { record: SeriesRecord }) {
  const t = useTranslations("records.series");
  const tFace = useTranslations("records.face");
  const nameOf = useSequenceName();
  const monthName = useMonthName();
  const { series, exam, subject } = record;
  return (
    <Page
      title={
        <span className="flex flex-wrap items-baseline gap-2.5">
          <Pseudonym value={subject.pseudonym} link />
          <Slash />
          <Link href={`/exams/${exam.id}`} className="decoration-thread underline-offset-4 hover:underline">
            {monthName(exam.month)}
          </Link>
          <Slash />
          <span>{nameOf(series.sequence)}</span>
          <IncompleteBadge missingCount={series.missingCount} />
        </span>
      }
      context={
        <>
          {series.seriesNumber === null ? null : `${t("number", { number: String(series.seriesNumber) })} · `}
          {series.description ? `${series.description} · ` : null}
          <ScannerLine scanner={exam.scanner} />
          {series.showsFace ? (
            <span className="mt-1 flex flex-wrap items-center gap-2">
              <FaceBadge />
              {tFace("hint")}
            </span>
          ) : null}
        </>
      }
      actions={
        <>
          {record.canAttach ? (
            <AttachNiftiDialog seriesId={series.id} grids={gridsOf(record, nameOf)} />
          ) : null}
          {exam.canView && series.hasImages ? (
            <LinkButton variant="primary" href={`/view/${exam.id}?series=${series.id}`}>
              <Icon name="eye" />
              {t("view")}
            </LinkButton>
          ) : null}
        </>
      }
    >
      <Section title={t("volumes")}>
        <VolumeCards record={record} />
      </Section>
      {record.derived.length > 0 ? (
        <Section title={t("derivedObjects")}>
          <DerivedObjects objects={record.derived} />
        </Section>
      ) : null}
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
        <Section title={t("parameters")}>
          <ParameterFacts series={series} />
        </Section>
        <div className="flex flex-col gap-4">
          <Section title={t("contents")}>
            <ContentFacts series={series} />
          </Section>
          <Section title={t("verdicts")}>
            {series.verdicts.length === 0 ? (
              <p className="text-muted">{t("noVerdicts")}</p>
            ) : (
              <ul className="divide-y rounded-lg border bg-surface">
                {series.verdicts.map((verdict, index) => (
                  <li key={index} className="flex justify-between gap-3 px-4 py-1.5">
                    {t("protocol", {
                      name: verdict.protocolName,
                      version: String(verdict.protocolVersion),
                    })}
                    <VerdictMark value={verdict.value} />
                  </li>
                ))}
              </ul>
            )}
          </Section>
        </div>
      </div>
      <Section title={t("deidReport")}>
        <DeidReportSection series={series} />
      </Section>
    </Page>
  );
}

/** The volumes on whose grid something can lie, by name; the size tells those apart that are called the same. */
function gridsOf({ volumes }: SeriesRecord, nameOf: ReturnType<typeof useSequenceName>) {
  return volumes
    .filter(({ kind, hasImages }) => kind === "volume" && hasImages)
    .map(({ ordinal, sequence, dimensions }) => ({
      ordinal,
      name: `${nameOf(sequence)} · ${dimensions.slice(0, 3).join(" × ")}`,
    }));
}

function Slash() {
  return (
    <span className="text-muted" aria-hidden="true">
      {"/"}
    </span>
  );
}
